package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.resources.Blueprint;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Replaces pods that were made from an older template, one shard at a time, each after the one
 * before is ready. A pod that does not serve anyway is replaced first, so that a bad image stops at
 * one pod and putting the spec right heals it.
 *
 * <p>Of a shard with several copies one is replaced only while another one is in sync and the
 * primary serves; the primary comes last, after it has handed over.
 */
public final class Rollout {
  private final Blueprint blueprint;
  private final Optional<Topology> inForce;
  private final Observation seen;
  private final List<Blocker> blockers;

  /** The next step of a rollout. */
  sealed interface Step {
    /** A pod is deleted, and comes back from the present template. */
    record Restart(ObservedPod pod) implements Step {}

    /** A shard gets another primary. */
    record Handover(ShardId shard, ReplicaSet next) implements Step {}
  }

  private Rollout(
      Blueprint blueprint, Optional<Topology> inForce, Observation seen, List<Blocker> blockers) {
    this.blueprint = blueprint;
    this.inForce = inForce;
    this.seen = seen;
    this.blockers = blockers;
  }

  static Optional<Step> next(
      Blueprint blueprint, Optional<Topology> inForce, Observation seen, List<Blocker> blockers) {
    return new Rollout(blueprint, inForce, seen, blockers).next();
  }

  private Optional<Step> next() {
    List<ObservedPod> outdated = new ArrayList<>();
    List<Place> notReady = new ArrayList<>();
    for (ShardId shard : blueprint.shards()) {
      List<ObservedPod> pods = seen.pods(shard);
      for (int ordinal = 0; ordinal < blueprint.copies(shard); ordinal++) {
        if (seen.pod(shard, ordinal).filter(this::serves).isEmpty()) {
          notReady.add(new Place(shard, ordinal));
        }
      }
      pods.stream()
          .filter(pod -> !pod.deleting() && isOutdated(blueprint.cluster().name(), pod, seen))
          .sorted(Comparator.comparing(this::isPrimary))
          .forEach(outdated::add);
    }
    if (outdated.isEmpty()) {
      return Optional.empty();
    }
    Optional<ObservedPod> broken =
        outdated.stream().filter(pod -> !pod.ready() && !counts(pod)).findFirst();
    if (broken.isEmpty() && !notReady.isEmpty()) {
      blockers.add(podNotReady(outdated.size(), notReady.getFirst()));
      return Optional.empty();
    }
    return broken.isPresent()
        ? Optional.of(new Step.Restart(broken.get()))
        : careful(outdated.getFirst());
  }

  /**
   * Whether a pod that is not ready holds a copy that counts beside others, and lives or may only
   * be starting: the template that would replace it might be the wrong one.
   */
  private boolean counts(ObservedPod pod) {
    Optional<ReplicaSet> set = entry(pod).map(ShardEntry::replicas);
    if (set.filter(members -> members.members().size() > 1).isEmpty()) {
      return false;
    }
    boolean starting =
        seen.answer(pod).isEmpty()
            && pod.trouble().isEmpty()
            && set.get().members().stream()
                .filter(member -> member.host().startsWith(pod.name() + "."))
                .anyMatch(member -> set.get().isInSync(member.store()));
    return starting || isInSync(pod);
  }

  /**
   * Whether a pod is back. One of several copies is when it counts: it is ready for a moment before
   * it has heard that it does not.
   */
  private boolean serves(ObservedPod pod) {
    boolean single = blueprint.copies(pod.shard()) == 1 || entry(pod).isEmpty();
    return pod.ready() && !pod.deleting() && (single || isInSync(pod));
  }

  /** A ready pod: its shard goes on without it. */
  private Optional<Step> careful(ObservedPod pod) {
    Optional<ShardEntry> entry = entry(pod);
    if (blueprint.copies(pod.shard()) == 1 || entry.isEmpty()) {
      return Optional.of(new Step.Restart(pod));
    }
    ShardEntry shard = entry.get();
    ReplicaSet set = shard.replicas();
    StoreId primary = set.primaryMember().orElseThrow().store();
    if (seen.answer(shard.id(), primary).filter(a -> a.serves(shard)).isEmpty()) {
      return wait(shard, "its primary to serve");
    }
    if (!isPrimary(pod)) {
      return Optional.of(new Step.Restart(pod));
    }
    List<StoreId> others = set.inSync().stream().filter(store -> !store.equals(primary)).toList();
    Optional<StoreId> heir = Departure.heir(shard, others, seen);
    return heir.isPresent()
        ? Optional.of(new Step.Handover(shard.id(), set.ledBy(heir.get())))
        : wait(shard, "another copy to be in sync");
  }

  private Optional<Step> wait(ShardEntry shard, String what) {
    blockers.add(
        new Blocker(
            BlockerId.PRIMARY_AWAITED,
            Operation.UPGRADE,
            "pods of shard %s are to be replaced; waiting for %s".formatted(shard.id(), what)));
    return Optional.empty();
  }

  private Blocker podNotReady(int outdated, Place first) {
    String which =
        blueprint.copies(first.shard()) == 1
            ? "the pod of shard " + first.shard()
            : "pod " + first.ordinal() + " of shard " + first.shard();
    String trouble =
        seen.pod(first.shard(), first.ordinal())
            .flatMap(ObservedPod::trouble)
            .map(t -> ": " + t)
            .orElse("");
    return new Blocker(
        BlockerId.POD_NOT_READY,
        Operation.UPGRADE,
        "%d pods are to be replaced; waiting for %s to be ready%s"
            .formatted(outdated, which, trouble));
  }

  private Optional<ShardEntry> entry(ObservedPod pod) {
    return inForce.flatMap(topology -> topology.shard(pod.shard()));
  }

  private boolean isInSync(ObservedPod pod) {
    Optional<StoreId> store = seen.answer(pod).map(Answered::store);
    return store.isPresent()
        && entry(pod).filter(shard -> shard.replicas().isInSync(store.get())).isPresent();
  }

  private boolean isPrimary(ObservedPod pod) {
    Optional<StoreId> store = seen.answer(pod).map(Answered::store);
    return store.isPresent()
        && entry(pod).filter(s -> store.get().equals(s.replicas().primary())).isPresent();
  }

  /** Whether the template has changed since, as far as the StatefulSet controller has seen it. */
  public static boolean isOutdated(String cluster, ObservedPod pod, Observation seen) {
    return seen.child(ShardChoice.statefulSet(cluster, pod.shard()))
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
