package io.vectorcluster.operator.core.status;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Binding;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.BlockedBy;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Bootstrap;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Endpoints;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.PendingApproval;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Replica;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.ShardStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.TopologyMark;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Waiting;
import io.vectorcluster.operator.core.Approval;
import io.vectorcluster.operator.core.Blocker;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.ObservedPod;
import io.vectorcluster.operator.core.Operation;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.intent.Authentication;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Labels;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans the status: equal to the one before it unless something has changed. */
public final class StatusPlanner {
  /**
   * Above it only shards that something is or was wrong with are listed: each write carries the
   * whole list.
   */
  private static final int MAX_LISTED_SHARDS = 64;

  private StatusPlanner() {}

  /** What status says after a pass. */
  public static VectorClusterStatus status(ClusterIdentity cluster, Plan plan, Observation seen) {
    VectorClusterStatus before = seen.status();
    if (cluster.deleting()) {
      return before;
    }
    List<ShardView> shards = ShardView.of(cluster.name(), plan, seen);
    CapacityView capacity = CapacityView.of(plan, seen);
    Judgement judgement = new Judgement(cluster, plan, seen, shards, capacity);
    Phase phase = Phase.of(plan, judgement);
    long serving = shards.stream().filter(ShardView::serves).count();
    String ready = serving + "/" + shards.size();
    String replicas =
        shards.stream().mapToInt(s -> Math.min(s.copies(), s.factor())).sum()
            + "/"
            + shards.stream().mapToInt(ShardView::factor).sum();
    Optional<RebalanceView> rebalance = RebalanceView.of(plan.topology(), before);
    Figures figures = Figures.of(seen, shards);
    boolean updating =
        judgement.conditions().is(Conditions.UPDATED, Conditions.FALSE) && before.version() != null;
    @Nullable String version = updating ? before.version() : plan.version();
    return new VectorClusterStatus(
        cluster.generation(),
        phase.text(),
        progress(phase, plan, replicas, shards, rebalance),
        message(phase, judgement),
        shards.size(),
        ready,
        replicas,
        Labels.scaleSelector(cluster.name()),
        version,
        plan.version().equals(version) ? null : plan.version(),
        figures.points(),
        figures.size(),
        endpoints(cluster),
        binding(cluster, plan, before),
        mark(plan.topology(), before.topology()),
        bootstrap(plan, seen),
        orNull(waiting(plan, seen)),
        orNull(pending(plan, seen)),
        rebalance.map(RebalanceView::status).orElse(null),
        orNull(shardStatuses(plan, shards)),
        capacity.shown().orElse(null),
        judgement.conditions().list());
  }

  /** Ready says nothing of room: what is low is told instead of that all is served. */
  private static String message(Phase phase, Judgement judgement) {
    return Optional.of(phase)
        .filter(Phase.CAPACITY_LOW::equals)
        .flatMap(_ -> judgement.conditions().get(Conditions.CAPACITY_SUFFICIENT))
        .orElseGet(judgement::deciding)
        .message();
  }

  private static @Nullable String progress(
      Phase phase,
      Plan plan,
      String replicas,
      List<ShardView> shards,
      Optional<RebalanceView> rebalance) {
    long seenStores =
        shards.stream()
            .filter(s -> s.replicas().stream().allMatch(r -> r.answer().isPresent()))
            .count();
    long serving = shards.stream().filter(ShardView::serves).count();
    return switch (phase) {
      case CREATING ->
          (plan.topology().isPresent() ? serving : seenStores) + "/" + shards.size() + " shards";
      case UPDATING -> replicas + " pods";
      case REBALANCING -> rebalance.map(RebalanceView::percent).orElse(null);
      case STOPPED, PAUSED, UNAVAILABLE, BLOCKED, DEGRADED, CAPACITY_LOW, HEALTHY -> null;
    };
  }

  private static Endpoints endpoints(ClusterIdentity cluster) {
    String host = "http://" + Names.clientHost(cluster) + ":";
    return new Endpoints(host + Names.DATA_PORT, host + Names.MANAGEMENT_PORT);
  }

  private static @Nullable Binding binding(
      ClusterIdentity cluster, Plan plan, VectorClusterStatus before) {
    if (plan.intent().isEmpty()) {
      return before.binding();
    }
    return plan.intent().get().authentication() == Authentication.API_KEY
        ? new Binding(Names.appSecret(cluster.name()))
        : null;
  }

  /** Never goes back: by it a record that was set back is known (T1). */
  private static @Nullable TopologyMark mark(
      Optional<Topology> topology, @Nullable TopologyMark before) {
    @Nullable Long reported = before == null ? null : before.epoch();
    return topology
        .filter(next -> reported == null || next.epoch() >= reported)
        .map(next -> new TopologyMark(next.epoch(), next.fingerprint().abbreviated()))
        .orElse(before);
  }

  private static @Nullable Bootstrap bootstrap(Plan plan, Observation seen) {
    @Nullable Bootstrap before = seen.status().bootstrap();
    return before != null || plan.topology().isEmpty()
        ? before
        : new Bootstrap("Empty", Conditions.time(seen.now()));
  }

  private static List<ShardStatus> shardStatuses(Plan plan, List<ShardView> shards) {
    Optional<Topology> topology = plan.topology();
    if (topology.isEmpty()) {
      return List.of();
    }
    return shards.stream()
        .filter(
            shard ->
                shards.size() <= MAX_LISTED_SHARDS || !shard.isComplete() || shard.wasRepaired())
        .map(shard -> shardStatus(topology.get(), shard))
        .toList();
  }

  private static ShardStatus shardStatus(Topology topology, ShardView shard) {
    return new ShardStatus(
        shard.id().value(),
        shard.primary().pod(),
        shard.term(topology),
        shard.inSync(),
        shard.slots(topology),
        shard.replicas().stream().map(StatusPlanner::replica).toList());
  }

  private static Replica replica(ReplicaView replica) {
    @Nullable String zone = replica.seen().flatMap(ObservedPod::zone).orElse(null);
    long repaired = replica.divergence().repaired();
    return new Replica(
        replica.pod(), zone, replica.state().text(), repaired == 0 ? null : repaired);
  }

  private static List<Waiting> waiting(Plan plan, Observation seen) {
    List<Waiting> waiting = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      List<BlockedBy> blockedBy =
          plan.blockers().stream()
              .filter(blocker -> blocker.operation() == operation)
              .map(blocker -> blockedBy(blocker, seen))
              .toList();
      if (!blockedBy.isEmpty()) {
        waiting.add(
            new Waiting(operation.text(), distinct(blockedBy), blockedBy.getFirst().since()));
      }
    }
    return waiting;
  }

  private static List<PendingApproval> pending(Plan plan, Observation seen) {
    return plan.pending().stream().map(approval -> pending(approval, seen)).toList();
  }

  private static PendingApproval pending(Approval approval, Observation seen) {
    Stream<@Nullable String> before =
        orEmpty(seen.status().pendingApprovals()).stream()
            .filter(other -> other.id().equals(approval.id()))
            .map(PendingApproval::since);
    return new PendingApproval(
        approval.id(), approval.kind().text(), approval.summary(), since(before, seen));
  }

  /** One entry an id: the list is a map by it. */
  private static List<BlockedBy> distinct(List<BlockedBy> blockers) {
    List<BlockedBy> distinct = new ArrayList<>();
    for (BlockedBy blocker : blockers) {
      if (distinct.stream().noneMatch(other -> other.id().equals(blocker.id()))) {
        distinct.add(blocker);
      }
    }
    return List.copyOf(distinct);
  }

  private static BlockedBy blockedBy(Blocker blocker, Observation seen) {
    Stream<@Nullable String> before =
        orEmpty(seen.status().waiting()).stream()
            .filter(waiting -> waiting.type().equals(blocker.operation().text()))
            .flatMap(waiting -> orEmpty(waiting.blockedBy()).stream())
            .filter(other -> other.id().equals(blocker.id().id()))
            .map(BlockedBy::since);
    return new BlockedBy(blocker.id().id(), blocker.message(), since(before, seen));
  }

  /** What an entry of the same id said before; now, if there was none. */
  private static String since(Stream<@Nullable String> before, Observation seen) {
    return before
        .flatMap(since -> Optional.ofNullable(since).stream())
        .findFirst()
        .orElseGet(() -> Conditions.time(seen.now()));
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  /** An empty list is left out when it is written, and reads as absent. */
  private static <T> @Nullable List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
