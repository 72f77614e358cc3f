package io.vectorcluster.indexnode.engine.usearch;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A job that runs on a shared executor: never twice at once, and at least once after each request.
 * It gives the thread back after each run, so that many indexes can share few threads.
 */
final class BackgroundJob {
  private final Executor executor;
  private final Runnable job;
  private final Consumer<Throwable> onFailure;
  private final AtomicLong requests = new AtomicLong();

  /**
   * @param onFailure told what the job threw, or that the executor takes no more
   */
  BackgroundJob(Executor executor, Runnable job, Consumer<Throwable> onFailure) {
    this.executor = executor;
    this.job = job;
    this.onFailure = onFailure;
  }

  void request() {
    if (requests.getAndIncrement() == 0) {
      submit();
    }
  }

  private void run() {
    long served = requests.get();
    try {
      job.run();
    } catch (RuntimeException | Error e) {
      onFailure.accept(e);
    }
    if (!requests.compareAndSet(served, 0)) {
      submit();
    }
  }

  private void submit() {
    try {
      executor.execute(this::run);
    } catch (RuntimeException e) {
      onFailure.accept(e);
    }
  }
}
