package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.StoreId;
import java.util.Collections;
import java.util.SortedSet;

/**
 * Joiners that a primary waits for on every write, and has reported for publication (P2). Kept on
 * the disk: a restarted primary that forgot them would acknowledge writes they lack, while the
 * report it gave before may still be published.
 *
 * @param epoch of the shard when they were reported; another epoch voids the report
 */
public record Growth(long epoch, SortedSet<StoreId> joiners) {

  /** Those that were reported for an epoch, by the store. */
  static SortedSet<StoreId> reported(StoreView store, long epoch) {
    return store
        .growth()
        .filter(growth -> growth.epoch() == epoch)
        .map(Growth::joiners)
        .orElseGet(Collections::emptySortedSet);
  }
}
