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
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Removes the StatefulSets of shards that are not in the topology, one a pass, each with a fresh
 * proof: its node has adopted the topology without it and holds no point, or it never had a volume.
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

  /** Every pod and every volume that ever held a copy. */
  private static boolean isProvenEmpty(
      ShardId shard, Optional<Topology> inForce, Observation seen) {
    TreeSet<Integer> places = new TreeSet<>(Set.of(0));
    seen.pods(shard).forEach(pod -> places.add(pod.ordinal()));
    seen.claims(shard).forEach(claim -> places.add(claim.ordinal()));
    return places.stream().allMatch(ordinal -> isProvenEmpty(shard, ordinal, inForce, seen));
  }

  private static boolean isProvenEmpty(
      ShardId shard, int ordinal, Optional<Topology> inForce, Observation seen) {
    Optional<Answered> answer = seen.answer(shard, ordinal);
    if (answer.isEmpty()) {
      return seen.claims(shard).stream()
              .noneMatch(claim -> claim.ordinal() == ordinal && claim.isBound())
          && seen.pod(shard, ordinal).map(pod -> pod.node().isEmpty()).orElse(true);
    }
    boolean member =
        inForce.flatMap(topology -> topology.shardOf(answer.get().store())).isPresent();
    // Whoever has been a member keeps its copy of the catalog.
    boolean holdsNothing =
        answer.get().topology().isEmpty()
            ? answer.get().isEmpty()
            : answer.get().topology().equals(inForce) && answer.get().points() == 0;
    return holdsNothing && !member;
  }

  /**
   * The claims first: they stay until their pods are gone, and a crash in between is seen again.
   */
  private static List<Action> removal(Blueprint blueprint, ShardId shard, Observation seen) {
    List<Action> actions = new ArrayList<>();
    if (blueprint.intent().storage().whenScaled() == Retention.DELETE) {
      for (ObservedClaim claim : seen.claims(shard)) {
        if (!claim.isDeleting()) {
          actions.add(claim.deletion("its shard has left and is empty"));
        }
      }
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
