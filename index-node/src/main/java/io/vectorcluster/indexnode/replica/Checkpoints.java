package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.indexnode.store.LogRetention;
import io.vectorcluster.indexnode.store.ShardStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes indexes to disk from time to time, so that a start replays little of the log, and trims
 * the log to what the oldest checkpoint and retries may still need.
 */
final class Checkpoints {
  private final ShardStore store;
  private final IndexSet indexes;
  private final InstantSource clock;

  /** What the last checkpoint of each index covers: one that nothing was written to is left. */
  private final Map<VectorIndex, Long> covered = new HashMap<>();

  private boolean suspended;

  Checkpoints(ShardStore store, IndexSet indexes, InstantSource clock) {
    this.store = store;
    this.indexes = indexes;
    this.clock = clock;
  }

  /** Takes every checkpoint away, and writes none until {@link #resume}. */
  synchronized void forget() throws IOException {
    suspended = true;
    covered.clear();
    indexes.folders().revoke();
  }

  /** What the store holds follows from a log again. */
  synchronized void resume() {
    suspended = false;
  }

  /** Takes every checkpoint away, then changes store and indexes beside the log. */
  synchronized void around(Runnable change) throws IOException {
    covered.clear();
    indexes.folders().revoke();
    change.run();
  }

  synchronized void write() throws IOException {
    if (suspended) {
      // Slots are being replaced beside the log: a checkpoint and the log after it would lack them.
      return;
    }
    // Read before the first index is asked: whatever is applied later is replayed.
    long applied = indexes.appliedSequence();
    for (CollectionIndexes collection : indexes.all()) {
      for (Map.Entry<String, VectorIndex> space : collection.indexes().entrySet()) {
        if (covered.getOrDefault(space.getValue(), -1L) < applied) {
          write(collection, space.getKey(), space.getValue(), applied);
        }
      }
    }
    covered.keySet().removeIf(index -> !inUse(index));
    store.trimLog(LogRetention.DEFAULT, clock.millis(), applied + 1);
    store.replica().forgetRequests(clock.millis() - LogRetention.DEFAULT.atLeast().toMillis());
  }

  private boolean inUse(VectorIndex index) {
    return indexes.all().stream().anyMatch(c -> c.indexes().containsValue(index));
  }

  private void write(CollectionIndexes collection, String using, VectorIndex index, long applied)
      throws IOException {
    try {
      index.checkpoint(indexes.folders().of(collection.collection(), using), applied);
      covered.put(index, applied);
    } catch (IllegalStateException | IOException e) {
      // Deleted while it was written: the apply thread has closed it and takes its folder away.
      if (indexes.find(collection.collection().number()).isPresent()) {
        throw e;
      }
    }
  }
}
