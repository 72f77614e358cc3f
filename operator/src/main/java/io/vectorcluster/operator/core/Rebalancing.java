package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.Verdict.Publish;
import io.vectorcluster.operator.core.Verdict.Settled;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.Rebalance;
import io.vectorcluster.operator.intent.RunPolicy;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which shards there are, and which slots they own: joining shards come in without any, a goal says
 * who is to own which, slots move to it a few at a time, and a shard leaves when it has none left.
 *
 * <p>Each pass takes what the reports in it allow. Another wish of the spec is another goal: what
 * has not moved is dropped, what has is moved back, by the same steps.
 */
final class Rebalancing {
  /** Slots without a point that move side by side: the record grows by all that are under way. */
  private static final int AT_ONCE = 512;

  private final ClusterIdentity cluster;
  private final Intent intent;
  private final Topology recorded;
  private final Observation seen;
  private final Approvals approvals;
  private final List<Blocker> blockers;
  private final MoveSteps steps;
  private final SortedSet<ShardId> current;
  private final SortedSet<ShardId> wanted;

  Rebalancing(
      ClusterIdentity cluster,
      Intent intent,
      Topology recorded,
      Observation seen,
      Approvals approvals,
      List<Blocker> before) {
    this.cluster = cluster;
    this.intent = intent;
    this.recorded = recorded;
    this.seen = seen;
    this.approvals = approvals;
    this.blockers = new ArrayList<>(before);
    this.steps = new MoveSteps(recorded, seen);
    this.current = ShardChoice.of(recorded);
    this.wanted = ShardChoice.changed(cluster.name(), current, intent.shards(), seen);
  }

  Verdict judge() {
    if (recorded.mode() instanceof ReplicationMode.PrimaryReplica) {
      return next();
    }
    if (intent.shards() != current.size()) {
      blockers.add(fixed());
    }
    return new Settled(recorded, current, List.copyOf(blockers));
  }

  private Blocker fixed() {
    return new Blocker(
        BlockerId.SHARDS_FIXED,
        Operation.SCALE,
        "shards %d -> %d: slots move in replication.mode PrimaryReplica only; set spec.shards back to %d, or create a cluster with other shards and copy the data"
            .formatted(current.size(), intent.shards(), current.size()));
  }

  private Verdict next() {
    Optional<Topology> left = withoutDrained();
    if (left.isPresent()) {
      return publish(left.get(), RecordChange.SHARD_LEFT, ShardChoice.of(left.get()));
    }
    SortedSet<ShardId> joining = without(wanted, current);
    SortedSet<ShardId> both = new TreeSet<>(current);
    both.addAll(joining);
    NewShards fresh = new NewShards(cluster, intent, seen);
    Optional<Blocker> missing = joining.isEmpty() ? Optional.empty() : fresh.missing(joining);
    if (!joining.isEmpty() && missing.isEmpty()) {
      Map<ShardId, ReplicaSet> replicas = replicas();
      joining.forEach(shard -> replicas.put(shard, fresh.replicas(shard)));
      return publish(recorded.withMembers(replicas), RecordChange.SHARDS_JOINED, both);
    }
    missing.ifPresent(blockers::add);
    Topology next = moved(joining.isEmpty());
    if (next.equals(recorded)) {
      return new Settled(recorded, both, List.copyOf(blockers));
    }
    boolean ended = next.migrations().isEmpty() && isReached(next);
    boolean begun = !next.goal().equals(recorded.goal());
    return publish(
        next,
        ended ? RecordChange.MOVED : begun ? RecordChange.PLANNED : RecordChange.MOVING,
        both);
  }

  /**
   * Without one shard that has been drained: its slots are open at their new owners (S5), and every
   * store of it has the topology that says so.
   */
  private Optional<Topology> withoutDrained() {
    for (ShardId shard : without(current, wanted)) {
      boolean drained =
          recorded.assignment().count(shard) == 0
              && recorded.goal().count(shard) == 0
              && recorded.migrations().concerning(shard).isEmpty();
      if (!drained) {
        continue;
      }
      String missing =
          recorded.shard(shard).orElseThrow().replicas().members().stream()
              .filter(
                  member ->
                      seen.answer(shard, member.store())
                          .filter(said -> said.points() == 0)
                          .flatMap(NodeAnswer.Answered::topology)
                          .filter(recorded::equals)
                          .isEmpty())
              .map(member -> member.host() + " (store " + member.store() + ")")
              .collect(Collectors.joining(", "));
      if (missing.isEmpty()) {
        Map<ShardId, ReplicaSet> replicas = replicas();
        replicas.remove(shard);
        return Optional.of(recorded.withMembers(replicas));
      }
      blockers.add(
          new Blocker(
              BlockerId.SHARDS_UNPROVEN,
              Operation.SCALE,
              "shard %s has no slots any more and leaves when every store of it has the present topology and no point; missing: %s"
                  .formatted(shard, missing)));
    }
    return Optional.empty();
  }

  /**
   * What the slots do in this pass.
   *
   * @param joined whether all wanted shards are there: before, there is no other plan
   */
  private Topology moved(boolean joined) {
    boolean disabled = intent.rebalance().mode() == Rebalance.Mode.DISABLED;
    Optional<MovePlan> plan = joined ? plan() : Optional.empty();
    // Until the plan that follows is approved, nothing begins that it might undo.
    boolean approved = plan.isEmpty() || disabled || (fits(plan.get()) && isApproved(plan.get()));
    Assignment goal =
        plan.filter(_ -> approved && !disabled).map(MovePlan::target).orElse(recorded.goal());
    boolean held = disabled || !approved || intent.runPolicy() == RunPolicy.STOPPED;
    int most = steps.isWithoutPoints() ? AT_ONCE : intent.rebalance().maxConcurrentMoves();
    Topology next = steps.next(goal, held ? 0 : most);
    if (disabled && (plan.isPresent() || !MoveSteps.due(next).isEmpty())) {
      blockers.add(
          disabled(
              plan.map(MovePlan::summary)
                  .orElseGet(() -> "moving %d more slots".formatted(MoveSteps.due(next).size()))));
    } else if (!held && next.migrations().isEmpty()) {
      steps.awaited(next).ifPresent(shard -> blockers.add(awaiting(shard)));
    }
    return next;
  }

  /** Another plan than the one in force, if the spec wants one. */
  private Optional<MovePlan> plan() {
    if (intent.rebalance().mode() != Rebalance.Mode.DISABLED) {
      approvals.plansAreKnown();
    }
    return MovePlan.next(recorded.sharding(), recorded.assignment(), recorded.goal(), wanted);
  }

  /** Whether fewer shards could hold the data, as far as the nodes have said; more always can. */
  private boolean fits(MovePlan plan) {
    Optional<String> shortfall =
        plan.shards().size() < plan.from()
            ? Forecast.of(recorded, seen).shortfall(plan.target())
            : Optional.empty();
    shortfall.ifPresent(
        why ->
            blockers.add(
                new Blocker(
                    BlockerId.CAPACITY_INSUFFICIENT,
                    Operation.SCALE,
                    "%s is refused: %s".formatted(plan.summary(), why))));
    return shortfall.isEmpty();
  }

  /** A slip of the finger in spec.shards would have most of the cluster copied. */
  private boolean isApproved(MovePlan plan) {
    boolean most = ShardChoice.mostLeave(current, wanted) && !steps.isWithoutPoints();
    if (!most && intent.rebalance().mode() != Rebalance.Mode.APPROVE) {
      return true;
    }
    Approvals.Answer answer = approvals.ask(plan);
    if (!answer.accepted()) {
      blockers.add(
          new Blocker(
              BlockerId.PLAN_UNAPPROVED,
              Operation.SCALE,
              "%s waits: %s; add %s to spec.approvals, or set spec.shards back to %d"
                  .formatted(
                      plan.summary(),
                      most
                          ? "more than half of the shards would leave"
                          : "spec.rebalance.mode is Approve",
                      answer.approval().id(),
                      plan.from())));
    }
    return answer.accepted();
  }

  private static Blocker disabled(String what) {
    return new Blocker(
        BlockerId.REBALANCE_DISABLED,
        Operation.SCALE,
        "%s waits: spec.rebalance.mode is Disabled; set it to Automatic or Approve"
            .formatted(what));
  }

  private static Blocker awaiting(ShardId shard) {
    return new Blocker(
        BlockerId.MOVES_AWAIT_PRIMARY,
        Operation.SCALE,
        "slots are to move; waiting for the primary of shard %s to serve".formatted(shard));
  }

  private Publish publish(Topology next, RecordChange change, SortedSet<ShardId> shards) {
    return new Publish(Optional.of(recorded), next, change, shards, List.copyOf(blockers));
  }

  private Map<ShardId, ReplicaSet> replicas() {
    Map<ShardId, ReplicaSet> replicas = new HashMap<>();
    for (ShardEntry entry : recorded.shards()) {
      replicas.put(entry.id(), entry.replicas());
    }
    return replicas;
  }

  private static boolean isReached(Topology topology) {
    return topology.goal().equals(topology.assignment());
  }

  private static SortedSet<ShardId> without(SortedSet<ShardId> shards, SortedSet<ShardId> others) {
    SortedSet<ShardId> rest = new TreeSet<>(shards);
    rest.removeAll(others);
    return rest;
  }
}
