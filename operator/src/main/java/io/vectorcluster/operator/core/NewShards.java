package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Shards that are to join: all of their stores are seen first, and none of them holds a point. */
record NewShards(ClusterIdentity cluster, Intent intent, Observation seen) {

  /** What they still wait for. */
  Optional<Blocker> missing(Collection<ShardId> joining) {
    List<Place> awaited = FirstTopology.awaited(intent, joining, seen);
    if (!awaited.isEmpty()) {
      return Optional.of(Waits.forStores(awaited, seen, Operation.SCALE));
    }
    Optional<Blocker> twice = Waits.sameStoreTwice(seen);
    if (twice.isPresent()) {
      return twice;
    }
    return joining.stream()
        .filter(shard -> !isFresh(shard))
        .findFirst()
        .map(
            shard ->
                new Blocker(
                    BlockerId.RETAINED_VOLUMES,
                    Operation.SCALE,
                    "the volume of new shard %s holds data of another cluster; delete its claim"
                        .formatted(shard)));
  }

  private boolean isFresh(ShardId shard) {
    return seen.pods(shard).stream().flatMap(p -> seen.answer(p).stream()).allMatch(this::isFresh);
  }

  /** A store that has just left and comes back still has its copy of the catalog. */
  private boolean isFresh(Answered answer) {
    return answer
        .topology()
        .map(copy -> copy.clusterId().equals(cluster.clusterId()) && answer.points() == 0)
        .orElseGet(answer::isEmpty);
  }

  /** The stores of one of them, once none is missing. */
  ReplicaSet replicas(ShardId shard) {
    return FirstTopology.replicas(cluster, intent, shard, seen);
  }
}
