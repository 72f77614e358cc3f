package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the catalog's keeper for news now and then, for the node that heard no announcement: so a
 * deleted collection frees its space on every node, and lists become right without a request.
 */
public final class CatalogFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogFollower.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CatalogReader catalog;
  private final InstantSource clock;
  private final ScheduledExecutorService thread;

  /** Begins at once. */
  public CatalogFollower(CatalogReader catalog, InstantSource clock) {
    this.catalog = catalog;
    this.clock = clock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("catalog-follower").factory());
    var _ = thread.scheduleWithFixedDelay(this::ask, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks soon, beside the usual times. */
  public void hurry() {
    try {
      thread.execute(this::ask);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed: nobody asks any more");
    }
  }

  private void ask() {
    try {
      // A keeper that is away is no news: requests that need it say so themselves.
      var _ = catalog.refresh(new Deadline(clock.instant().plus(PATIENCE)));
    } catch (RuntimeException e) {
      LOG.warn("could not take the newest catalog, trying again", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
