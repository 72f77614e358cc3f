package io.vectorcluster.indexnode.replica;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that changes a replica, round after round. What waits when it comes round is taken
 * together: the more callers, the more writes share a commit.
 */
final class ReplicaThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaThread.class);
  private static final long TICK_MS = 100;

  /** What the thread does; all of it on the thread. */
  interface Rounds {
    /** Takes a command, and tells how many changes it brings. */
    int take(ReplicaCommand command);

    /** Does a part of what the disk has to do; false if nothing is left. */
    boolean work();

    /** Comes ten times a second. */
    void tick();

    /** Tells others what they may know, at the end of a round. */
    void publish();

    /** Nothing more comes: ends the calls that were taken. */
    void end(String why);
  }

  private final ReplicaQueue queue;
  private final int group;
  private final InstantSource clock;
  private final Rounds rounds;
  private final Thread thread;
  private long nowMs;
  private long nextTickMs;
  private volatile boolean closing;
  private volatile long roundMs;

  /**
   * @param group changes that are taken together at most
   * @param onFailure told once, when the replica can no longer write: the process should end
   */
  ReplicaThread(
      String name,
      ReplicaQueue queue,
      int group,
      InstantSource clock,
      Rounds rounds,
      Runnable onFailure) {
    this.queue = queue;
    this.group = group;
    this.clock = clock;
    this.rounds = rounds;
    this.roundMs = clock.millis();
    this.thread = Thread.ofPlatform().name(name).unstarted(() -> run(onFailure));
  }

  void start() {
    thread.start();
  }

  /**
   * The wall clock at the beginning of the present work, which never falls here; for the thread.
   */
  long nowMs() {
    return nowMs;
  }

  /** When the thread last came round: it is late while the disk is. */
  long roundMs() {
    return roundMs;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  /** Does all that the disk has to do; for the thread. */
  void settle() {
    while (rounds.work()) {
      now();
      roundMs = nowMs;
    }
  }

  private void run(Runnable onFailure) {
    try {
      while (!closing || !queue.isEmpty()) {
        @Nullable ReplicaCommand next = queue.poll(TICK_MS);
        now();
        int room = group;
        while (next != null) {
          room -= rounds.take(next);
          next = queue.pollIfWithin(room);
        }
        settle();
        if (nowMs >= nextTickMs) {
          nextTickMs = nowMs + TICK_MS;
          rounds.tick();
          settle();
        }
        roundMs = nowMs;
        rounds.publish();
      }
      end("this node is shutting down");
    } catch (InterruptedException e) {
      LOG.warn("the thread {} was interrupted: no more writes are taken", thread.getName());
      end("this replica can no longer write: see its log");
    } catch (RuntimeException | Error e) {
      LOG.error("this replica can no longer write", e);
      end("this replica can no longer write: see its log");
      onFailure.run();
    }
  }

  private void end(String why) {
    queue.close(why);
    rounds.end("the shard failed or stopped: the write may or may not be stored");
    queue.drain();
  }

  private void now() {
    nowMs = Math.max(nowMs, clock.millis());
  }

  /** Takes no more calls, does those that wait and ends the thread. */
  @Override
  public void close() {
    queue.close("this node is shutting down");
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
