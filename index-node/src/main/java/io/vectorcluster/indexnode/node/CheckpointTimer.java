package io.vectorcluster.indexnode.node;

import io.vectorcluster.indexnode.replica.ShardReplica;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checkpoints a replica's indexes from time to time. A checkpoint that fails is tried again. */
final class CheckpointTimer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointTimer.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("checkpoints").factory());
  private final ShardReplica replica;

  CheckpointTimer(ShardReplica replica, Duration every) {
    this.replica = replica;
    var _ =
        thread.scheduleWithFixedDelay(
            this::checkpoint, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void checkpoint() {
    try {
      replica.checkpoint();
    } catch (IOException | RuntimeException e) {
      LOG.warn("checkpoint of the index failed: the next start replays more of the log", e);
    }
  }

  /** Lets a checkpoint that runs finish; no further one begins. */
  @Override
  public void close() {
    thread.close();
  }
}
