package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.resources.Blueprint;
import io.vectorcluster.topology.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replaces pods that were made from an older template, one shard at a time, each after the one
 * before is ready. A pod that does not serve anyway is replaced first, so that a bad image stops at
 * one pod and putting the spec right heals it.
 */
public final class Rollout {

  private Rollout() {}

  static List<Action> of(Blueprint blueprint, Observation seen, List<Blocker> blockers) {
    List<ObservedPod> outdated = new ArrayList<>();
    List<ShardId> notReady = new ArrayList<>();
    for (ShardId shard : blueprint.shards()) {
      Optional<ObservedPod> pod = seen.pod(shard);
      if (pod.isEmpty() || !pod.get().ready() || pod.get().deleting()) {
        notReady.add(shard);
      }
      if (pod.isPresent() && !pod.get().deleting() && isOutdated(blueprint, pod.get(), seen)) {
        outdated.add(pod.get());
      }
    }
    if (outdated.isEmpty()) {
      return List.of();
    }
    Optional<ObservedPod> broken = outdated.stream().filter(pod -> !pod.ready()).findFirst();
    if (broken.isEmpty() && !notReady.isEmpty()) {
      blockers.add(
          new Blocker(
              BlockerId.POD_NOT_READY,
              Operation.UPGRADE,
              "%d pods are to be replaced; waiting for the pod of shard %s to be ready%s"
                  .formatted(
                      outdated.size(), notReady.getFirst(), trouble(seen, notReady.getFirst()))));
      return List.of();
    }
    ObservedPod next = broken.orElse(outdated.getFirst());
    return List.of(new Action.RestartPod(next.name(), next.uid(), "made from an older template"));
  }

  private static String trouble(Observation seen, ShardId shard) {
    return seen.pod(shard).flatMap(ObservedPod::trouble).map(t -> ": " + t).orElse("");
  }

  /** Whether the template has changed since, as far as the StatefulSet controller has seen it. */
  static boolean isOutdated(Blueprint blueprint, ObservedPod pod, Observation seen) {
    return seen.child(ShardChoice.statefulSet(blueprint.cluster().name(), pod.shard()))
        .filter(Rollout::isCaughtUp)
        .map(set -> set.path("status").path("updateRevision").asText())
        .filter(revision -> !revision.isEmpty() && !revision.equals(pod.revision()))
        .isPresent();
  }

  /** Whether the StatefulSet's controller has looked at its present template. */
  public static boolean isCaughtUp(JsonNode set) {
    return set.path("status").path("observedGeneration").asLong()
        >= set.path("metadata").path("generation").asLong();
  }
}
