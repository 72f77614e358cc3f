package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAnswer;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Platform threads for work in native code: a native frame would pin a virtual thread to its
 * carrier. The queue before them is bounded, and what is too much is refused at once.
 */
final class ShardThreads implements AutoCloseable {
  private static final int MAX_WAITING = 1_024;

  private final ThreadPoolExecutor threads;
  private final InstantSource clock;

  ShardThreads(String name, int count, InstantSource clock) {
    this.clock = clock;
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().name(name, 0).factory());
  }

  /** Runs {@code work} and waits for its answer, at most until the deadline. */
  <T> ShardAnswer<T> call(Deadline deadline, Callable<ShardAnswer<T>> work) {
    Future<ShardAnswer<T>> future;
    try {
      future = threads.submit(work);
    } catch (RejectedExecutionException e) {
      return threads.isShutdown()
          ? new ShardAnswer.Refused<>(Outcome.Reason.UNAVAILABLE, "this node is shutting down")
          : new ShardAnswer.Refused<>(
              Outcome.Reason.OVERLOADED,
              "%d reads wait for this shard already: try again later".formatted(MAX_WAITING));
    }
    try {
      return future.get(deadline.left(clock.instant()).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(false);
      return new ShardAnswer.Refused<>(Outcome.Reason.TIMEOUT, "no answer in the request's time");
    } catch (InterruptedException e) {
      future.cancel(false);
      Thread.currentThread().interrupt();
      return new ShardAnswer.Unreachable<>("interrupted while waiting for the shard");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Refuses new work and waits for what runs. */
  @Override
  public void close() {
    threads.close();
  }
}
