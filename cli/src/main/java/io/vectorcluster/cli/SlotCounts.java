package io.vectorcluster.cli;

import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.Sharding;
import java.util.Collection;
import java.util.Collections;

/**
 * How evenly slots are spread over the shards that own any.
 *
 * @param bound the most that the strategy gives to one of so many shards
 */
record SlotCounts(int shards, int min, int max, double mean, int bound) {

  static SlotCounts of(Sharding sharding, Assignment assignment) {
    Collection<Integer> counts = assignment.counts().values();
    int shards = counts.size();
    return new SlotCounts(
        shards,
        Collections.min(counts),
        Collections.max(counts),
        (double) assignment.slots() / shards,
        Placement.bound(sharding, shards));
  }
}
