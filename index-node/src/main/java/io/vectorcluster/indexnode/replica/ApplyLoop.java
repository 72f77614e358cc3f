package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that applies writes, and the bounded queue before it. Whatever waits when it comes
 * round is committed together: the more callers, the more writes share an fsync.
 */
final class ApplyLoop implements AutoCloseable {
  /** Batches that may wait; more are refused with 429. */
  static final int MAX_WAITING = 256;

  /** Changes that one commit holds at most; a single larger batch is committed alone. */
  static final int MAX_GROUP = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(ApplyLoop.class);

  private final BlockingQueue<ApplyCommand> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final GroupCommit commit;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean closing;
  private volatile @Nullable Throwable failure;

  /**
   * @param onFailure told once, when the replica can no longer write: the process should end
   */
  ApplyLoop(String name, GroupCommit commit, InstantSource clock, Runnable onFailure) {
    this.commit = commit;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name(name).unstarted(() -> run(onFailure));
    this.thread.start();
  }

  /** Queues a batch and waits for its answer, at most until its deadline. */
  ShardAnswer<Long> write(ApplyCommand.Write write) {
    Duration left = write.call().deadline().left(clock.instant());
    if (closing || failure != null || !waiting.offer(write)) {
      return refusal();
    }
    if (failure != null || (closing && !thread.isAlive())) {
      fail(write);
    }
    try {
      return write.answer().get(left.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new ShardAnswer.Unreachable<>("the write was not acknowledged in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ShardAnswer.Unreachable<>("interrupted while waiting for the write");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Runs {@code work} after the writes that were queued before it. A loop that is closing does not
   * run it any more.
   */
  void after(Runnable work) {
    if (closing || failure != null) {
      return;
    }
    try {
      waiting.put(new ApplyCommand.Between(work));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Runnable onFailure) {
    try {
      while (!closing || !waiting.isEmpty()) {
        ApplyCommand first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          apply(first);
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("apply thread interrupted: no more writes are taken");
      failure = e;
    } catch (RuntimeException | Error e) {
      failure = e;
      LOG.error("this replica can no longer write", e);
      onFailure.run();
    } finally {
      closing = true;
      List<ApplyCommand> left = new ArrayList<>();
      waiting.drainTo(left);
      left.forEach(ApplyLoop::fail);
    }
  }

  private void apply(ApplyCommand first) {
    List<ApplyCommand.Write> group = new ArrayList<>();
    int size = 0;
    @Nullable ApplyCommand next = first;
    while (next instanceof ApplyCommand.Write write) {
      if (expired(write)) {
        write
            .answer()
            .complete(
                new ShardAnswer.Refused<>(
                    Outcome.Reason.TIMEOUT, "the write waited too long: nothing was changed"));
      } else {
        group.add(write);
        size += write.changes().size();
      }
      next = pollIfWithin(MAX_GROUP - size);
    }
    commit.apply(group);
    if (next instanceof ApplyCommand.Between between) {
      between.work().run();
    }
  }

  /** What waits next, unless it is a batch of more than {@code room} changes. */
  private @Nullable ApplyCommand pollIfWithin(int room) {
    // Only this thread takes from the queue: what it has seen first is what it gets.
    @Nullable ApplyCommand next = waiting.peek();
    return next instanceof ApplyCommand.Write write && write.changes().size() > room
        ? null
        : waiting.poll();
  }

  private boolean expired(ApplyCommand.Write write) {
    Instant deadline = write.call().deadline().instant();
    return !clock.instant().isBefore(deadline);
  }

  private ShardAnswer<Long> refusal() {
    if (failure != null) {
      return new ShardAnswer.Refused<>(
          Outcome.Reason.UNAVAILABLE, "this replica can no longer write: see its log");
    }
    if (closing) {
      return new ShardAnswer.Refused<>(Outcome.Reason.UNAVAILABLE, "this node is shutting down");
    }
    return new ShardAnswer.Refused<>(
        Outcome.Reason.OVERLOADED,
        "%d batches wait for this shard already: try again later".formatted(MAX_WAITING));
  }

  private static void fail(ApplyCommand command) {
    switch (command) {
      case ApplyCommand.Write write ->
          write.answer().complete(new ShardAnswer.Unreachable<>("the shard stopped"));
      case ApplyCommand.Between _ -> LOG.debug("stopped before work that waited");
    }
  }

  /** Takes no more writes, applies those that wait and ends the thread. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
