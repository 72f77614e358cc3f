package io.vectorcluster.indexnode.metrics;

import io.vectorcluster.indexnode.core.RepairFigures;
import io.vectorcluster.indexnode.core.ReplicaLag;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.TombstoneFigures;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this node's replica holds.
 *
 * @param collections figures of this shard only, by the collection's name
 * @param memoryBytes of graphs, caches and heap
 * @param diskBytes below the data directory
 * @param repairs what is done against silent divergence
 * @param tombstones what is remembered of deletes
 * @param conflicts writes of other replicas that did not know of one that was here, in the mode
 *     MultiPrimary, since the process started
 * @param lags of the other replicas, if this one is their primary
 */
public record NodeFigures(
    SortedMap<String, ShardFigures> collections,
    long memoryBytes,
    long diskBytes,
    RepairFigures repairs,
    TombstoneFigures tombstones,
    long conflicts,
    List<ReplicaLag> lags) {
  public static final NodeFigures NONE =
      new NodeFigures(
          new TreeMap<>(), 0, 0, RepairFigures.NONE, TombstoneFigures.NONE, 0, List.of());

  public NodeFigures {
    collections = Collections.unmodifiableSortedMap(new TreeMap<>(collections));
    lags = List.copyOf(lags);
  }

  public long indexedVectors() {
    return collections.values().stream().mapToLong(ShardFigures::indexedVectors).sum();
  }
}
