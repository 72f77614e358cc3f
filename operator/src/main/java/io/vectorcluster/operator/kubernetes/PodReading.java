package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.vectorcluster.operator.core.ObservedClaim;
import io.vectorcluster.operator.core.ObservedPod;
import io.vectorcluster.topology.ShardId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod as the planner sees it. */
final class PodReading {
  /** Newer Kubernetes copies it from the node: the operator need not read nodes. */
  private static final String ZONE = "topology.kubernetes.io/zone";

  private static final String REVISION = "controller-revision-hash";

  /** Steps every pod goes through: naming them would only make status change more often. */
  private static final Set<String> PASSING = Set.of("ContainerCreating", "PodInitializing");

  private PodReading() {}

  static ObservedPod of(Pod pod, ShardId shard, int ordinal, List<ObservedClaim> claims) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return new ObservedPod(
        pod.getMetadata().getName(),
        shard,
        ordinal,
        pod.getMetadata().getUid(),
        labels.getOrDefault(REVISION, ""),
        isReady(pod),
        pod.getMetadata().getDeletionTimestamp() != null,
        Optional.ofNullable(pod.getSpec().getNodeName()).filter(node -> !node.isEmpty()),
        Optional.ofNullable(labels.get(ZONE)),
        trouble(pod, shard, ordinal, claims));
  }

  private static boolean isReady(Pod pod) {
    return condition(pod, "Ready").filter(c -> "True".equals(c.getStatus())).isPresent();
  }

  private static Optional<PodCondition> condition(Pod pod, String type) {
    @Nullable PodStatus status = pod.getStatus();
    return status == null
        ? Optional.empty()
        : orEmpty(status.getConditions()).stream()
            .filter(c -> c.getType().equals(type))
            .findFirst();
  }

  private static Optional<String> trouble(
      Pod pod, ShardId shard, int ordinal, List<ObservedClaim> claims) {
    Optional<String> unscheduled =
        condition(pod, "PodScheduled")
            .filter(c -> "False".equals(c.getStatus()))
            .map(c -> volumeTrouble(shard, ordinal, claims).orElse("it cannot be scheduled"));
    return unscheduled.or(() -> containerTrouble(pod));
  }

  private static Optional<String> volumeTrouble(
      ShardId shard, int ordinal, List<ObservedClaim> claims) {
    return claims.stream()
        .filter(c -> c.shard().equals(shard) && c.ordinal() == ordinal && !c.isBound())
        .map(claim -> "volume " + claim.name() + " is not bound")
        .findFirst();
  }

  /** A JSON null reads as one. */
  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  /** The reason only: messages carry counts and times that change. */
  private static Optional<String> containerTrouble(Pod pod) {
    @Nullable PodStatus status = pod.getStatus();
    if (status == null) {
      return Optional.empty();
    }
    for (ContainerStatus container : orEmpty(status.getContainerStatuses())) {
      if (container.getState() != null && container.getState().getWaiting() != null) {
        @Nullable String reason = container.getState().getWaiting().getReason();
        if (reason != null && !PASSING.contains(reason)) {
          return Optional.of("container " + container.getName() + ": " + reason);
        }
      }
    }
    return Optional.empty();
  }
}
