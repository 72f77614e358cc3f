package io.vectorcluster.indexnode.replication;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What a process has asked of its disk, which does one thing after the other. What it has not done
 * when the process ends is lost.
 */
final class SimulatedDisk {
  private static final int LONGEST_MS = 6;
  private static final int MOST_TOGETHER = 200;
  private static final int LONGEST_WHEN_SLOW_MS = 300;

  private final SimulatedNode node;
  private final Simulation simulation;
  private final Deque<Effect.Disk> asked = new ArrayDeque<>();
  private boolean busy;
  private int lives;

  SimulatedDisk(SimulatedNode node, Simulation simulation) {
    this.node = node;
    this.simulation = simulation;
  }

  void ask(Effect.Disk effect) {
    asked.add(effect);
  }

  int size() {
    return asked.size();
  }

  /** The process has ended. */
  void forget() {
    lives++;
    asked.clear();
    busy = false;
  }

  void work() {
    if (busy || asked.isEmpty()) {
      return;
    }
    busy = true;
    boolean early = saysDurable(asked.element());
    // As a real disk, which makes many writes durable at once.
    int most = simulation.shape.moves() ? MOST_TOGETHER : 1;
    int ofLife = lives;
    boolean slow = simulation.slowDisks.contains(node.name);
    int longest = slow ? LONGEST_WHEN_SLOW_MS : LONGEST_MS;
    simulation.world.after(
        1 + simulation.world.random.nextInt(longest),
        () -> {
          if (lives == ofLife) {
            busy = false;
            int dropped = node.store().dropped;
            List<Event> done = perform(most);
            if (node.store().dropped > dropped) {
              simulation.marks.hit(Marks.Mark.RECORD_DROPPED);
            }
            if (early) {
              work();
            } else {
              done.forEach(node::step);
            }
          }
        });
  }

  private List<Event> perform(int most) {
    List<Event> done = new ArrayList<>();
    boolean writes = true;
    while (writes && done.size() < most && !asked.isEmpty()) {
      Effect.Disk next = asked.remove();
      done.add(node.store().perform(next));
      writes = next instanceof Effect.Persist && asked.peek() instanceof Effect.Persist;
    }
    return done;
  }

  private boolean saysDurable(Effect.Disk next) {
    if (next instanceof Effect.Persist persist
        && simulation.planted.shell() == ShellFlaw.SAYS_DURABLE_TOO_EARLY) {
      node.step(new Event.Persisted(persist.entries().getLast().position()));
      return true;
    }
    return false;
  }
}
