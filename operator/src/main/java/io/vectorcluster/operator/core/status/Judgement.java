package io.vectorcluster.operator.core.status;

import static io.vectorcluster.operator.core.status.Conditions.ACCEPTED;
import static io.vectorcluster.operator.core.status.Conditions.AVAILABLE;
import static io.vectorcluster.operator.core.status.Conditions.BALANCED;
import static io.vectorcluster.operator.core.status.Conditions.BOOTSTRAPPED;
import static io.vectorcluster.operator.core.status.Conditions.FALSE;
import static io.vectorcluster.operator.core.status.Conditions.READY;
import static io.vectorcluster.operator.core.status.Conditions.RECONCILING;
import static io.vectorcluster.operator.core.status.Conditions.REPLICATED;
import static io.vectorcluster.operator.core.status.Conditions.STALLED;
import static io.vectorcluster.operator.core.status.Conditions.TRUE;
import static io.vectorcluster.operator.core.status.Conditions.UNKNOWN;
import static io.vectorcluster.operator.core.status.Conditions.UPDATED;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Condition;
import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.Blocker;
import io.vectorcluster.operator.core.BlockerId;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.core.Rollout;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.RunPolicy;
import io.vectorcluster.topology.ShardId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The conditions of one pass, and which of them decides. */
final class Judgement {
  private static final String NOT_YET_SERVING = "NotYetServing";

  private final String cluster;
  private final Plan plan;
  private final Observation seen;
  private final List<ShardView> shards;

  /** A shard that joins or leaves holds up nothing while it owns no slot. */
  private final List<ShardView> owning;

  private final Conditions conditions;

  Judgement(
      ClusterIdentity cluster,
      Plan plan,
      Observation seen,
      List<ShardView> shards,
      CapacityView capacity) {
    this.cluster = cluster.name();
    this.plan = plan;
    this.seen = seen;
    this.shards = shards;
    this.owning = owning(plan, shards);
    this.conditions = new Conditions(seen.status(), seen.now(), cluster.generation());
    accepted(cluster.generation());
    bootstrapped();
    available();
    if (plan.topology().isPresent()) {
      replicated();
      updated();
      balanced();
      capacity.set(conditions, seen.status());
    }
    ready();
  }

  private static List<ShardView> owning(Plan plan, List<ShardView> shards) {
    Optional<Set<ShardId>> owners = plan.topology().map(topology -> topology.assignment().owners());
    return shards.stream()
        .filter(shard -> owners.map(set -> set.contains(shard.id())).orElse(true))
        .toList();
  }

  Conditions conditions() {
    return conditions;
  }

  /** The condition whose reason and message Ready has. */
  Condition deciding() {
    return conditions.get(READY).orElseThrow();
  }

  private void accepted(long generation) {
    if (!blocked(ACCEPTED)) {
      conditions.set(ACCEPTED, TRUE, "Accepted", "spec generation " + generation + " is valid");
    }
  }

  private void bootstrapped() {
    if (blocked(BOOTSTRAPPED)) {
      return;
    }
    if (plan.topology().isPresent()) {
      conditions.set(BOOTSTRAPPED, TRUE, "StartedEmpty", "the cluster began without data");
    } else {
      conditions.set(BOOTSTRAPPED, UNKNOWN, "Starting", "no store is known yet");
    }
  }

  private void available() {
    if (isStopped()) {
      conditions.set(AVAILABLE, FALSE, "Stopped", "spec.runPolicy is Stopped: no pods, data kept");
      return;
    }
    if (plan.topology().isEmpty()) {
      availableWithoutTopology();
      return;
    }
    List<ShardView> down =
        owning.stream().filter(shard -> !shard.serves() && !shard.isUnreachable()).toList();
    if (!down.isEmpty()) {
      boolean began =
          seen.status()
              .condition(AVAILABLE)
              .map(c -> !c.reason().equals(NOT_YET_SERVING))
              .orElse(false);
      conditions.set(
          AVAILABLE, FALSE, began ? "ShardUnavailable" : NOT_YET_SERVING, describe(down));
      return;
    }
    List<ShardView> unreachable = owning.stream().filter(shard -> !shard.serves()).toList();
    int least = plan.intent().map(intent -> intent.replication().minInSync()).orElse(1);
    Optional<ShardView> scarce = owning.stream().filter(s -> s.inSync() < least).findFirst();
    if (scarce.isPresent()) {
      conditions.set(
          AVAILABLE,
          FALSE,
          "WritesBlocked",
          "%s; writes are refused below replication.minInSync %d"
              .formatted(scarce.get().describe(), least));
    } else if (unreachable.isEmpty()) {
      conditions.set(AVAILABLE, TRUE, "AllSlotsServed", "all slots served, " + copiesEach());
    } else {
      conditions.set(AVAILABLE, UNKNOWN, "NodesUnreachable", describe(unreachable));
    }
  }

  private void availableWithoutTopology() {
    Optional<Blocker> lost =
        plan.blocker(BlockerId.TOPOLOGY_LOST)
            .or(() -> plan.blocker(BlockerId.TOPOLOGY_CONFLICT))
            .or(() -> plan.blocker(BlockerId.TOPOLOGY_FORMAT));
    if (lost.isPresent()) {
      conditions.set(AVAILABLE, UNKNOWN, "NodesUnreachable", lost.get().message());
      return;
    }
    String message =
        plan.blockers().stream().map(Blocker::message).findFirst().orElse("waiting for the shards");
    conditions.set(AVAILABLE, FALSE, NOT_YET_SERVING, message);
  }

  private void replicated() {
    if (isStopped() || blocked(REPLICATED) || isBeginning()) {
      return;
    }
    Replication.of(owning).set(conditions);
  }

  private void updated() {
    if (blocked(UPDATED)) {
      return;
    }
    Optional<Action.RestartPod> restart =
        plan.actions().stream()
            .filter(Action.RestartPod.class::isInstance)
            .map(Action.RestartPod.class::cast)
            .findFirst();
    Optional<String> applied = ChangedTemplate.of(plan, seen);
    if (applied.isPresent()) {
      conditions.set(UPDATED, FALSE, "RollingOut", applied.get() + " has another template");
    } else if (restart.isPresent()) {
      conditions.set(UPDATED, FALSE, "RollingOut", "replacing pod " + restart.get().pod());
    } else if (outdated() > 0) {
      conditions.set(UPDATED, FALSE, "RollingOut", outdated() + " pods are to be replaced");
    } else if (isBeingReplaced()) {
      conditions.set(
          UPDATED,
          FALSE,
          "RollingOut",
          describe(shards.stream().filter(s -> !s.isComplete()).toList()));
    } else {
      conditions.set(UPDATED, TRUE, "UpToDate", "version " + plan.version());
    }
  }

  private long outdated() {
    return seen.pods().stream().filter(pod -> Rollout.isOutdated(cluster, pod, seen)).count();
  }

  /** The last pod of a rollout is not outdated any more, but the rollout ends when it serves. */
  private boolean isBeingReplaced() {
    boolean rolling =
        seen.status().condition(UPDATED).filter(c -> c.reason().equals("RollingOut")).isPresent();
    return rolling && !isStopped() && shards.stream().anyMatch(shard -> !shard.isComplete());
  }

  private void balanced() {
    if (blocked(BALANCED)) {
      return;
    }
    Balance.of(plan, seen).set(conditions);
  }

  private boolean isBeginning() {
    return conditions.get(AVAILABLE).filter(c -> c.reason().equals(NOT_YET_SERVING)).isPresent();
  }

  /** Sets the condition a blocker makes false. */
  private boolean blocked(String type) {
    List<Blocker> mine =
        plan.blockers().stream().filter(b -> b.id().condition().equals(type)).toList();
    if (mine.isEmpty()) {
      return false;
    }
    String message = mine.stream().map(Blocker::message).collect(Collectors.joining("; "));
    conditions.set(type, FALSE, mine.getFirst().id().reason(), message);
    return true;
  }

  /** Ready, and at most one of Reconciling and Stalled. */
  private void ready() {
    Optional<Blocker> stalling =
        plan.blockers().stream().filter(blocker -> blocker.id().stalls()).findFirst();
    if (stalling.isPresent()) {
      Condition decides =
          conditions
              .get(stalling.get().id().condition())
              .or(() -> conditions.get(AVAILABLE))
              .orElseThrow();
      conditions.copy(READY, FALSE, decides);
      conditions.copy(STALLED, TRUE, decides);
      return;
    }
    Optional<Condition> damaged =
        conditions.get(REPLICATED).filter(c -> c.reason().equals(Replication.DAMAGED));
    if (damaged.isPresent()) {
      conditions.copy(READY, FALSE, damaged.get());
      conditions.copy(STALLED, TRUE, damaged.get());
      return;
    }
    Optional<Condition> working = working();
    if (working.isPresent()) {
      conditions.copy(READY, UNKNOWN, working.get());
      conditions.copy(RECONCILING, TRUE, working.get());
      return;
    }
    Condition available = conditions.get(AVAILABLE).orElseThrow();
    conditions.copy(READY, available.status(), available);
  }

  /** What the operator still works on; a cluster that has served and is down is not work. */
  private Optional<Condition> working() {
    if (isStopped() && !conditions.is(UPDATED, FALSE)) {
      return Optional.empty();
    }
    return conditions
        .get(AVAILABLE)
        .filter(c -> c.reason().equals(NOT_YET_SERVING))
        .or(() -> conditions.get(UPDATED).filter(c -> c.status().equals(FALSE)))
        .or(() -> conditions.get(BALANCED).filter(c -> c.status().equals(FALSE)))
        .or(() -> conditions.get(AVAILABLE).filter(c -> c.status().equals(UNKNOWN)))
        .or(this::rebuilding);
  }

  /** Copies that are missing while the cluster serves are being made again. */
  private Optional<Condition> rebuilding() {
    return conditions
        .get(REPLICATED)
        .filter(c -> c.status().equals(FALSE) && conditions.is(AVAILABLE, TRUE));
  }

  private String copiesEach() {
    int factor = shards.stream().mapToInt(ShardView::factor).max().orElse(1);
    return factor == 1 ? "1 copy each" : factor + " copies each";
  }

  boolean isStopped() {
    return plan.intent().map(Intent::runPolicy).equals(Optional.of(RunPolicy.STOPPED));
  }

  static String describe(List<ShardView> shards) {
    String first = shards.stream().findFirst().map(ShardView::describe).orElse("");
    return shards.size() > 1 ? first + ", and " + (shards.size() - 1) + " more shards" : first;
  }
}
