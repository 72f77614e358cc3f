package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.intent.Retention;
import io.vectorcluster.operator.resources.Blueprint;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Removes the StatefulSets of shards that are not in the topology, one a pass, each with a fresh
 * proof: its node has adopted the topology without it and holds nothing, or it never had a volume.
 */
final class ShardRemoval {

  private ShardRemoval() {}

  static List<Action> of(
      Blueprint blueprint, Verdict verdict, Observation seen, List<Blocker> blockers) {
    String cluster = blueprint.cluster().name();
    SortedSet<ShardId> leaving = ShardChoice.existing(cluster, seen);
    leaving.removeAll(verdict.shards());
    for (ShardId shard : leaving) {
      if (isProvenEmpty(shard, verdict.topology(), seen)) {
        return removal(blueprint, shard, seen);
      }
      blockers.add(
          new Blocker(
              BlockerId.SHARDS_UNPROVEN,
              Operation.SCALE,
              "shard %s is kept until its node has said that it holds nothing".formatted(shard)));
    }
    return List.of();
  }

  private static boolean isProvenEmpty(
      ShardId shard, Optional<Topology> inForce, Observation seen) {
    Optional<Answered> answer = seen.answer(shard);
    if (answer.isEmpty()) {
      return !seen.claim(shard).map(ObservedClaim::isBound).orElse(false)
          && seen.pod(shard).map(pod -> pod.node().isEmpty()).orElse(true);
    }
    Optional<Topology> copy = answer.get().topology();
    boolean adopted = copy.isEmpty() || copy.equals(inForce);
    boolean member =
        inForce.flatMap(topology -> topology.shardOf(answer.get().store())).isPresent();
    return answer.get().isEmpty() && adopted && !member;
  }

  /** The claim first: it stays until its pod is gone, and a crash in between is seen again. */
  private static List<Action> removal(Blueprint blueprint, ShardId shard, Observation seen) {
    List<Action> actions = new ArrayList<>();
    Optional<ObservedClaim> claim = seen.claim(shard).filter(found -> !found.isDeleting());
    if (claim.isPresent() && blueprint.intent().storage().whenScaled() == Retention.DELETE) {
      actions.add(
          new Action.Delete(
              new ChildKey("PersistentVolumeClaim", claim.get().name()),
              claim.get().uid(),
              claim.get().resourceVersion(),
              "its shard has left and is empty"));
    }
    ChildKey key = ShardChoice.statefulSet(blueprint.cluster().name(), shard);
    JsonNode metadata = seen.child(key).orElseThrow().path("metadata");
    actions.add(
        new Action.Delete(
            key,
            metadata.path("uid").asText(),
            metadata.path("resourceVersion").asText(),
            "its shard has left and is empty"));
    return actions;
  }
}
