package io.vectorcluster.operator.core.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.BlockedBy;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Condition;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.ShardStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Waiting;
import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.Approval;
import io.vectorcluster.operator.core.MemberChange;
import io.vectorcluster.operator.core.MovePlan;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which events a pass gives: one for each transition and each step taken, none for a retry. */
public final class Happenings {
  /** Told when they are first true; the rest only when they have changed. */
  private static final Set<String> TOLD_AT_FIRST =
      Set.of(Conditions.BOOTSTRAPPED, Conditions.AVAILABLE);

  private static final Set<String> COPIES =
      Set.of(Conditions.READY, Conditions.RECONCILING, Conditions.STALLED);

  private static final Set<String> EXPECTED =
      Set.of(
          "NotYetServing",
          "Stopped",
          "RollingOut",
          "Paused",
          "AwaitingShards",
          "AwaitingProof",
          "Moving",
          "Joining",
          "AwaitingReplicas",
          "AwaitingApproval",
          "Disabled",
          "Starting");

  private Happenings() {}

  /**
   * The events of a pass.
   *
   * @param plan the plan of the pass
   * @param taken the steps that were taken
   */
  public static List<Happening> of(
      VectorClusterStatus before, VectorClusterStatus after, Plan plan, List<Action> taken) {
    Set<Integer> shards = before.topology() == null ? Set.of() : shards(plan);
    List<Happening> happenings = new ArrayList<>();
    boolean sameSpec = Objects.equals(before.observedGeneration(), after.observedGeneration());
    for (Action action : taken) {
      ofAction(action, shards, sameSpec, before).ifPresent(happenings::add);
      if (action instanceof Action.WriteRecord write) {
        write.accepted().forEach(approval -> happenings.add(ofApproval(approval)));
        write.members().forEach(change -> happenings.add(ofMember(change, isRolling(after))));
      }
    }
    volume(before, after).ifPresent(happenings::add);
    happenings.addAll(Repairs.between(before, after));
    @Nullable List<Condition> conditions = after.conditions();
    for (Condition condition : conditions == null ? List.<Condition>of() : conditions) {
      ofCondition(before.condition(condition.type()), condition, isRolling(after))
          .ifPresent(happenings::add);
    }
    return happenings.stream().distinct().toList();
  }

  /** Whether pods are being replaced: that copies come and go then is no surprise. */
  private static boolean isRolling(VectorClusterStatus status) {
    return status
        .condition(Conditions.UPDATED)
        .filter(c -> c.reason().equals("RollingOut"))
        .isPresent();
  }

  private static Happening ofMember(MemberChange change, boolean rolling) {
    int dot = change.host().indexOf('.');
    String pod = dot < 0 ? change.host() : change.host().substring(0, dot);
    String shard = "shard " + change.shard() + ": ";
    String inSync = ", " + change.inSync() + " in sync";
    return switch (change.kind()) {
      case PROMOTED ->
          new Happening(false, "PrimaryPromoted", shard + pod + " is the primary" + inSync);
      case LOST ->
          new Happening(
              !rolling, "ReplicaLost", shard + pod + " is not waited for any more" + inSync);
      case JOINED ->
          new Happening(false, "ReplicaRebuilding", shard + pod + " is made equal" + inSync);
      case IN_SYNC -> new Happening(false, "ReplicaRebuilt", shard + pod + " counts" + inSync);
      case LEFT -> new Happening(false, "ReplicaLeft", shard + pod + " is no member" + inSync);
    };
  }

  private static Optional<Happening> ofCondition(
      Optional<Condition> before, Condition now, boolean rolling) {
    boolean same =
        before
            .map(old -> old.status().equals(now.status()) && old.reason().equals(now.reason()))
            .orElse(false);
    boolean first = before.isEmpty() && !TOLD_AT_FIRST.contains(now.type());
    boolean good = now.status().equals(Conditions.TRUE);
    boolean silent = now.status().equals(Conditions.UNKNOWN) && before.isEmpty();
    boolean measured =
        good && before.filter(c -> c.reason().equals(CapacityView.NOT_MEASURED)).isPresent();
    if (same || COPIES.contains(now.type()) || (first && good) || silent || measured) {
      return Optional.empty();
    }
    boolean expected =
        EXPECTED.contains(now.reason()) || (rolling && now.reason().equals("AtRisk"));
    boolean warning = !good && !expected;
    return Optional.of(new Happening(warning, now.reason(), now.message()));
  }

  private static Optional<Happening> ofAction(
      Action action, Set<Integer> shards, boolean sameSpec, VectorClusterStatus before) {
    return switch (action) {
      case Action.Apply apply ->
          isDeparture(apply, before) ? Optional.empty() : ofApply(apply, shards, sameSpec);
      case Action.WriteRecord write -> ofRecord(write);
      case Action.ReturnStrays _, Action.PushTopology _, Action.AskPromise _ -> Optional.empty();
      case Action.Delete delete ->
          delete.key().kind().equals("StatefulSet")
              ? Optional.of(
                  new Happening(false, "ShardRemoved", delete.key() + ": " + delete.why()))
              : Optional.empty();
      case Action.RestartPod restart ->
          Optional.of(
              new Happening(false, "PodRestarted", "pod " + restart.pod() + ": " + restart.why()));
    };
  }

  private static Optional<Happening> ofApply(
      Action.Apply apply, Set<Integer> shards, boolean sameSpec) {
    ChildKey key = apply.child().key();
    if (apply.creates() && sameSpec && isKnown(apply, shards)) {
      return Optional.of(
          new Happening(true, "ChildRestored", key + " was missing and has been made again"));
    }
    if (apply.creates()) {
      return key.kind().equals("StatefulSet")
          ? Optional.of(new Happening(false, "ShardCreated", "created " + key))
          : Optional.empty();
    }
    return sameSpec && !shards.isEmpty() && !key.kind().equals("PersistentVolumeClaim")
        ? Optional.of(new Happening(true, "ChildReverted", key + " differed at " + apply.why()))
        : Optional.empty();
  }

  /** Whether pods go whose stores have left before: status has shown them as leaving. */
  private static boolean isDeparture(Action.Apply apply, VectorClusterStatus before) {
    JsonNode wanted = apply.child().content();
    @Nullable List<ShardStatus> shards = before.shardStatuses();
    if (!apply.why().equals("/spec/replicas") || shards == null) {
      return false;
    }
    String shard = wanted.path("metadata").path("labels").path(Labels.SHARD).asText();
    int replicas = wanted.path("spec").path("replicas").asInt();
    return shards.stream()
        .filter(status -> status.id().toString().equals(shard))
        .flatMap(status -> Optional.ofNullable(status.replicas()).stream())
        .anyMatch(
            pods ->
                pods.size() > replicas && ShardState.LEAVING.text().equals(pods.getLast().state()));
  }

  /** Whether it has been there before: a new shard's StatefulSet has not. */
  private static boolean isKnown(Action.Apply apply, Set<Integer> shards) {
    String shard =
        apply.child().content().path("metadata").path("labels").path(Labels.SHARD).asText();
    return shard.isEmpty() ? !shards.isEmpty() : shards.contains(Integer.valueOf(shard));
  }

  private static Set<Integer> shards(Plan plan) {
    return plan.topology().stream()
        .flatMap(topology -> topology.shards().stream())
        .map(shard -> shard.id().value())
        .collect(Collectors.toSet());
  }

  private static Happening ofApproval(Approval approval) {
    boolean loss = approval.kind().isLoss();
    return new Happening(
        loss,
        loss ? "LossAccepted" : "PlanApproved",
        "%s: %s".formatted(approval.id(), approval.summary()));
  }

  private static Optional<Happening> ofRecord(Action.WriteRecord write) {
    return switch (write.change()) {
      case BORN,
          SPEC_ACCEPTED,
          FIRST,
          MEMBERS,
          MOVING,
          LOSS_ACCEPTED,
          APPROVALS_SPENT,
          REBUILDING ->
          Optional.empty();
      case PLANNED -> write.topology().map(MovePlan::of).map(Happenings::ofPlan);
      case MOVED ->
          Optional.of(new Happening(false, "RebalanceCompleted", "slots are where they belong"));
      case SHARDS_JOINED, SHARD_LEFT ->
          Optional.of(
              new Happening(
                  false,
                  "ShardsChanged",
                  write.topology().map(t -> t.shards().size() + " shards").orElse("")));
      case REBUILT ->
          Optional.of(
              new Happening(
                  true,
                  "TopologyRebuilt",
                  "the VectorTopology was rebuilt from the nodes' copies"));
    };
  }

  private static Happening ofPlan(MovePlan plan) {
    return new Happening(
        false,
        "RebalanceStarted",
        "plan %s: move %d slots (minimum %d)".formatted(plan.hash(), plan.moves(), plan.minimum()));
  }

  /** A pod that waits for its volume, told once. */
  private static Optional<Happening> volume(VectorClusterStatus before, VectorClusterStatus after) {
    Optional<String> now = volumeMessage(after);
    return now.isPresent() && volumeMessage(before).isEmpty()
        ? Optional.of(new Happening(false, "WaitingForVolume", now.get()))
        : Optional.empty();
  }

  private static Optional<String> volumeMessage(VectorClusterStatus status) {
    @Nullable List<Waiting> waiting = status.waiting();
    for (Waiting operation : waiting == null ? List.<Waiting>of() : waiting) {
      @Nullable List<BlockedBy> blockers = operation.blockedBy();
      for (BlockedBy blocker : blockers == null ? List.<BlockedBy>of() : blockers) {
        @Nullable String message = blocker.message();
        if (message != null && message.contains(": volume ")) {
          return Optional.of(message);
        }
      }
    }
    return Optional.empty();
  }
}
