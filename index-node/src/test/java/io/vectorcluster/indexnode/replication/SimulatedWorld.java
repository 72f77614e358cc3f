package io.vectorcluster.indexnode.replication;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Time, chance and the network of one simulated run. Everything that happens is an entry of one
 * agenda, in the order of its time and then of its making: the same seed gives the same run.
 */
public final class SimulatedWorld {

  private record Link(String from, String to) {}

  private final Agenda agenda = new Agenda();
  private final Set<Link> cut = new HashSet<>();
  private final StringBuilder log = new StringBuilder();
  private final List<String> said = new ArrayList<>();
  private final boolean logging;
  public final Random random;
  private long now;
  private long logHash;
  public int delivered;
  public double dropped = 0.02;
  double doubled = 0.04;
  private boolean mayBeLate = true;

  public SimulatedWorld(long seed, boolean logging) {
    this.random = new Random(seed);
    this.logging = logging;
  }

  public long now() {
    return now;
  }

  public void after(long delayMs, Runnable what) {
    if (delayMs < 0) {
      throw new AssertionError("nothing happens in the past: " + delayMs);
    }
    agenda.add(now + delayMs, what);
  }

  /** Runs what is due until a time. */
  public void runUntil(long timeMs) {
    runDue();
    while (now < timeMs) {
      now++;
      runDue();
    }
  }

  private void runDue() {
    for (@Nullable Runnable due = agenda.take(now); due != null; due = agenda.take(now)) {
      due.run();
    }
  }

  /** Delivers now and then late, twice, or not at all. */
  public void send(String from, String to, Runnable delivery) {
    Link link = new Link(from, to);
    int copies = random.nextDouble() < doubled ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      boolean lost = random.nextDouble() < dropped;
      long delay = 1L + random.nextInt(12);
      if (mayBeLate && random.nextInt(40) == 0) {
        delay += random.nextInt(random.nextInt(4) == 0 ? 3_000 : 600);
      }
      if (!lost) {
        after(
            delay,
            () -> {
              if (!cut.contains(link)) {
                delivered++;
                logHash = 31 * logHash + link.hashCode() + now;
                delivery.run();
              }
            });
      }
    }
  }

  public void cut(String from, String to) {
    cut.add(new Link(from, to));
  }

  public void heal(String from, String to) {
    cut.remove(new Link(from, to));
  }

  public void healAll() {
    cut.clear();
    mayBeLate = false;
    dropped = 0;
    doubled = 0;
  }

  /** Remembers a line; two runs of a seed have the same {@link #logHash}. */
  public void say(String line) {
    logHash = 31 * logHash + line.hashCode() + now;
    if (logging) {
      said.add(now + " " + line);
      log.append(now).append(' ').append(line).append('\n');
    }
  }

  /** Remembers a line that is only wanted by who reads the log. */
  void note(Supplier<String> line) {
    if (logging) {
      log.append(now).append(' ').append(line.get()).append('\n');
    }
  }

  public long logHash() {
    return logHash;
  }

  /** The lines that tell the story: starts, ends, publications. */
  public List<String> said() {
    return said;
  }

  String log() {
    return log.toString();
  }
}
