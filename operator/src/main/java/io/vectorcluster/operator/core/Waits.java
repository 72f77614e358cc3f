package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The blockers that more than one decision has, with their words. */
final class Waits {

  private Waits() {}

  /** Stores that have not been seen; the message names the first of them and its trouble. */
  static Blocker forStores(List<Place> awaited, Observation seen, Operation operation) {
    Place first = awaited.getFirst();
    String message =
        seen.pod(first.shard(), first.ordinal())
            .map(
                pod ->
                    pod.trouble()
                        .map(trouble -> "waiting for pod " + pod.name() + ": " + trouble)
                        .orElse("waiting for pod " + pod.name()))
            .orElse(
                first.ordinal() == 0
                    ? "waiting for the pod of shard " + first.shard()
                    : "waiting for pod " + first.ordinal() + " of shard " + first.shard());
    return new Blocker(BlockerId.STORES_AWAITED, operation, message);
  }

  /**
   * Pods came back with other disks: the last store is never replaced silently (T3).
   *
   * @param otherwise how to go on without the old volume, if there is a way
   */
  static Blocker storeLost(
      ClusterIdentity cluster, ShardEntry shard, Answered answer, String otherwise) {
    Member primary = shard.replicas().primaryMember().orElseThrow();
    int dot = primary.host().indexOf('.');
    return new Blocker(
        BlockerId.STORE_LOST,
        Operation.REPAIR,
        "shard %s: pod %s has store %s where %s is recorded, the %s; bring its old volume back%s"
            .formatted(
                shard.id(),
                dot < 0 ? cluster.name() : primary.host().substring(0, dot),
                answer.store(),
                primary.store(),
                shard.replicas().members().size() == 1 ? "only copy" : "last copy in sync",
                otherwise));
  }

  /** No copy in sync is there, and another one could be made the primary. */
  static Blocker inSyncSilent(ShardEntry shard, String inSync, Approval approval) {
    return new Blocker(
        BlockerId.IN_SYNC_SILENT,
        Operation.REPAIR,
        "shard %s: no copy in sync is there: %s; bring one of them back, %s"
            .formatted(shard.id(), inSync, approval.remedy()));
  }

  /** A volume that is not this shard's: it is never taken over. */
  static Blocker foreignVolume(ObservedPod pod) {
    return new Blocker(
        BlockerId.RETAINED_VOLUMES,
        Operation.REPAIR,
        "the volume of pod %s holds data of another cluster or shard; delete its claim and the pod to begin it empty"
            .formatted(pod.name()));
  }

  /** Two volumes of which one is a copy of the other: stores are known by their ids. */
  static Optional<Blocker> sameStoreTwice(Observation seen) {
    Map<StoreId, String> pods = new HashMap<>();
    for (Map.Entry<String, Answered> answer : seen.answers().entrySet()) {
      @Nullable String other = pods.put(answer.getValue().store(), answer.getKey());
      if (other != null) {
        return Optional.of(
            new Blocker(
                BlockerId.RETAINED_VOLUMES,
                Operation.REPAIR,
                "the volume of pod %s is a copy of that of pod %s; delete its claim and the pod to begin it empty"
                    .formatted(answer.getKey(), other)));
      }
    }
    return Optional.empty();
  }
}
