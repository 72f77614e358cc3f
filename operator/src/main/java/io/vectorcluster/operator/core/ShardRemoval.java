package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.intent.Retention;
import io.vectorcluster.operator.resources.Blueprint;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.Names;
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
      List<String> doubts = doubts(cluster, shard, verdict.topology(), seen);
      if (doubts.isEmpty()) {
        return removal(blueprint, shard, seen);
      }
      blockers.add(
          new Blocker(
              BlockerId.SHARDS_UNPROVEN,
              Operation.SCALE,
              "shard %s is kept until its nodes have said that they hold nothing: %s"
                  .formatted(shard, String.join(", ", doubts))));
    }
    return List.of();
  }

  /** What speaks against it, of every pod and every volume that ever held a copy. */
  private static List<String> doubts(
      String cluster, ShardId shard, Optional<Topology> inForce, Observation seen) {
    TreeSet<Integer> places = new TreeSet<>(Set.of(0));
    seen.pods(shard).forEach(pod -> places.add(pod.ordinal()));
    seen.claims(shard).forEach(claim -> places.add(claim.ordinal()));
    return places.stream()
        .flatMap(
            ordinal ->
                doubt(shard, ordinal, inForce, seen)
                    .map(doubt -> Names.pod(cluster, shard, ordinal) + " " + doubt)
                    .stream())
        .toList();
  }

  private static Optional<String> doubt(
      ShardId shard, int ordinal, Optional<Topology> inForce, Observation seen) {
    Optional<Answered> answer = seen.answer(shard, ordinal);
    if (answer.isEmpty()) {
      boolean neverBegan =
          seen.claims(shard).stream()
                  .noneMatch(claim -> claim.ordinal() == ordinal && claim.isBound())
              && seen.pod(shard, ordinal).map(pod -> pod.node().isEmpty()).orElse(true);
      return neverBegan ? Optional.empty() : Optional.of("does not answer");
    }
    Answered said = answer.get();
    if (inForce.flatMap(topology -> topology.shardOf(said.store())).isPresent()) {
      return Optional.of("has a store of another shard");
    }
    if (said.points() > 0) {
      return Optional.of("holds points");
    }
    // Whoever has been a member keeps its copy of the catalog.
    if (said.topology().isEmpty()) {
      return said.isEmpty() ? Optional.empty() : Optional.of("holds collections");
    }
    return said.topology().equals(inForce)
        ? Optional.empty()
        : Optional.of("has not adopted the present topology");
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
