package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.store.PointKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The bounded queue before a replica's thread. */
final class ReplicaQueue {
  /** Calls that may wait; more are refused with 429. */
  static final int MAX_CALLS = 256;

  private static final int MAX_WAITING = 2 * MAX_CALLS;

  private final BlockingQueue<ReplicaCommand> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicInteger calls = new AtomicInteger();
  private final InstantSource clock;
  private volatile @Nullable String closed;

  ReplicaQueue(InstantSource clock) {
    this.clock = clock;
  }

  /** Queues a call and waits for its answer, at most until its deadline. */
  <T> ShardAnswer<T> call(ReplicaCommand.Call<T> call) {
    if (closed != null) {
      return refused(Outcome.Reason.UNAVAILABLE, String.valueOf(closed));
    }
    if (calls.incrementAndGet() > MAX_CALLS || !waiting.offer(call)) {
      calls.decrementAndGet();
      return refused(
          Outcome.Reason.OVERLOADED,
          "%d batches wait for this shard already: try again later".formatted(MAX_CALLS));
    }
    if (closed != null) {
      // Nobody may come for it any more.
      drain();
    }
    Duration left = call.call().deadline().left(clock.instant());
    try {
      return call.answer().get(left.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new ShardAnswer.Unreachable<>("the write was not acknowledged in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ShardAnswer.Unreachable<>("interrupted while waiting for the write");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waits until reads of these points see every write acknowledged before. */
  ShardAnswer<Boolean> confirm(ShardCall call, List<PointKey> keys) {
    return call(new ReplicaCommand.Confirm(call, keys, new CompletableFuture<>()));
  }

  private static <T> ShardAnswer<T> refused(Outcome.Reason reason, String message) {
    return new ShardAnswer.Refused<>(reason, message);
  }

  /** Queues what is no call, and waits for room; false if nobody takes it any more. */
  boolean put(ReplicaCommand command) {
    try {
      while (closed == null) {
        if (waiting.offer(command, 100, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** The next command; null if none comes in time. */
  @Nullable ReplicaCommand poll(long millis) throws InterruptedException {
    return taken(waiting.poll(millis, TimeUnit.MILLISECONDS));
  }

  /** What waits next, unless it is a batch of more than {@code room} changes. */
  @Nullable ReplicaCommand pollIfWithin(int room) {
    // Only one thread takes from the queue: what it has seen first is what it gets.
    boolean large =
        waiting.peek() instanceof ReplicaCommand.Write write && write.changes().size() > room;
    return room <= 0 || large ? null : taken(waiting.poll());
  }

  private @Nullable ReplicaCommand taken(@Nullable ReplicaCommand command) {
    if (command instanceof ReplicaCommand.Call<?>) {
      calls.decrementAndGet();
    }
    return command;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Takes nothing more.
   *
   * @param why told to callers
   */
  void close(String why) {
    closed = why;
  }

  /** Ends the calls that nobody will take. */
  void drain() {
    List<ReplicaCommand> left = new ArrayList<>();
    waiting.drainTo(left);
    for (ReplicaCommand command : left) {
      switch (command) {
        case ReplicaCommand.Call<?> call -> stopped(call);
        case ReplicaCommand.Heard heard -> heard.handled().run();
        case ReplicaCommand.HeardPoints heard -> heard.handled().run();
        case ReplicaCommand.Adopt _, ReplicaCommand.Between _, ReplicaCommand.SlotFailed _ -> {}
      }
    }
  }

  private static <T> void stopped(ReplicaCommand.Call<T> call) {
    call.answer().complete(new ShardAnswer.Unreachable<>("the shard stopped"));
  }
}
