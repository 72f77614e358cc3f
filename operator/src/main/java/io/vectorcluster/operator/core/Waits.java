package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import java.util.List;

/** The blockers that more than one decision has, with their words. */
final class Waits {

  private Waits() {}

  /** Stores that have not been seen; the message names the first of them and its trouble. */
  static Blocker forStores(List<ShardId> awaited, Observation seen, Operation operation) {
    ShardId first = awaited.getFirst();
    String message =
        seen.pod(first)
            .map(
                pod ->
                    pod.trouble()
                        .map(trouble -> "waiting for pod " + pod.name() + ": " + trouble)
                        .orElse("waiting for pod " + pod.name()))
            .orElse("waiting for the pod of shard " + first);
    return new Blocker(BlockerId.STORES_AWAITED, operation, message);
  }

  /** A pod that came back with another disk: its old store is never replaced silently (T3). */
  static Blocker storeLost(ClusterIdentity cluster, ShardEntry shard, Answered answer) {
    return new Blocker(
        BlockerId.STORE_LOST,
        Operation.REPAIR,
        "shard %s: pod %s has store %s where %s is recorded, the only copy; bring its old volume back, or delete the cluster and create it anew"
            .formatted(
                shard.id(),
                Names.pod(cluster.name(), shard.id()),
                answer.store(),
                shard.replicas().primary()));
  }
}
