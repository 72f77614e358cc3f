package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A shard none of whose in-sync stores is there: it waits until one comes back, or until a human
 * accepts what is lost with them. Nothing here is decided by time or by silence alone.
 */
final class Recovery {
  /** A loss is not offered before: whoever only restarts is back by then. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String AVAILABLE = "Available";
  private static final String TRUE = "True";

  private final ClusterIdentity cluster;
  private final int factor;
  private final Topology inForce;
  private final Observation seen;
  private final Approvals approvals;

  Recovery(
      ClusterIdentity cluster,
      int factor,
      Topology inForce,
      Observation seen,
      Approvals approvals) {
    this.cluster = cluster;
    this.factor = factor;
    this.inForce = inForce;
    this.seen = seen;
    this.approvals = approvals;
  }

  /**
   * Of a shard whose pods all came back with other stores than those in sync.
   *
   * @param blockers what is waited for, unless the loss is accepted
   * @return the next set once it is
   */
  Optional<ReplicaSet> ofReplaced(ShardEntry shard, Answered answer, List<Blocker> blockers) {
    Optional<Asked> asked = ask(shard, "");
    if (asked.filter(Asked::accepted).isEmpty()) {
      String otherwise =
          isOffered(inForce)
              ? asked.map(known -> ", " + known.approval().remedy()).orElse("")
              : ", or delete the cluster and create it anew";
      blockers.add(Waits.storeLost(cluster, shard, answer, otherwise));
    }
    return asked.filter(Asked::accepted).map(Asked::set);
  }

  /** Of a shard whose in-sync stores do not answer, and do not reach the other members either. */
  Optional<ReplicaSet> ofSilent(ShardEntry shard, List<Blocker> blockers) {
    Optional<Instant> since = since();
    if (since.isEmpty() || !isDark(shard)) {
      return Optional.empty();
    }
    Optional<Asked> asked =
        ask(shard, "; not every shard has served since %s".formatted(since.get()));
    asked
        .filter(known -> !known.accepted())
        .ifPresent(
            known ->
                blockers.add(
                    Waits.inSyncSilent(shard, inSync(cluster, shard, seen), known.approval())));
    return asked.filter(Asked::accepted).map(Asked::set);
  }

  private record Asked(Approval approval, boolean accepted, ReplicaSet set) {}

  /** Empty if no store can go on, or one has yet to say what it holds. */
  private Optional<Asked> ask(ShardEntry shard, String since) {
    List<LastResort> resorts = LastResort.of(cluster, inForce, shard, factor, seen);
    if (!LastResort.isDecided(resorts) || !isOffered(inForce)) {
      return Optional.empty();
    }
    LastResort best = resorts.getFirst();
    Loss loss =
        new Loss(
            best.isEmpty() ? Approval.Kind.EMPTY_SHARD : Approval.Kind.PROMOTION,
            cluster.clusterId(),
            shard.epoch(),
            shard.replicas().inSync(),
            List.of(best.heir()),
            "%s; given up: %s%s%s"
                .formatted(
                    best.describe(resorts),
                    inSync(cluster, shard, seen),
                    silentJoiners(shard),
                    since));
    Approvals.Answer answer = approvals.ask(loss);
    Set<StoreId> gone =
        shard.replicas().members().stream()
            .filter(member -> replaced(cluster, shard, member, seen).isPresent())
            .map(Member::store)
            .collect(Collectors.toSet());
    return Optional.of(new Asked(answer.approval(), answer.accepted(), best.set(cluster, gone)));
  }

  /** Copies that are behind as well, and could be the better ones. */
  private String silentJoiners(ShardEntry shard) {
    String silent =
        shard.replicas().members().stream()
            .filter(member -> !shard.replicas().isInSync(member.store()))
            .filter(member -> seen.answer(shard.id(), member.store()).isEmpty())
            .map(member -> describe(cluster, shard, member, seen))
            .collect(Collectors.joining(", "));
    return silent.isEmpty() ? "" : "; not asked, as it does not answer: " + silent;
  }

  /** Whether a loss can be accepted at all. */
  static boolean isOffered(Topology topology) {
    return switch (topology.mode()) {
      case ReplicationMode.PrimaryReplica _, ReplicationMode.MultiPrimary _ -> true;
      // Votes would have to be given anew, and sealed votes be told from lost ones.
      case ReplicationMode.Quorum _ -> false;
    };
  }

  /**
   * No in-sync store answers, Kubernetes calls none of their pods ready, and no other member hears
   * its primary: what only the operator cannot reach is not dead (T4).
   */
  private boolean isDark(ShardEntry shard) {
    for (Member member : shard.replicas().members()) {
      Optional<Answered> answer = seen.answer(shard.id(), member.store());
      if (shard.replicas().isInSync(member.store())) {
        if (answer.isPresent() || isOutOfReach(cluster, shard, member, seen)) {
          return false;
        }
      } else if (answer.isPresent()
          && answer.get().word(shard).filter(MemberReport::primarySilent).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Whether Kubernetes calls a member's pod ready, and only the operator hears nothing of it. */
  static boolean isOutOfReach(
      ClusterIdentity cluster, ShardEntry shard, Member member, Observation seen) {
    OptionalInt ordinal = Names.ordinal(cluster.name(), shard.id(), member.host());
    return ordinal.isPresent()
        && seen.answer(shard.id(), ordinal.getAsInt()).isEmpty()
        && seen.pod(shard.id(), ordinal.getAsInt()).filter(ObservedPod::ready).isPresent();
  }

  /** Since when not every shard serves, if that is for long: a report, which makes nothing lost. */
  private Optional<Instant> since() {
    return seen.status()
        .condition(AVAILABLE)
        .filter(condition -> !condition.status().equals(TRUE))
        .map(condition -> Instant.parse(condition.lastTransitionTime()))
        .filter(since -> !since.plus(PATIENCE).isAfter(seen.now()));
  }

  /** The answer of a member's pod, if it has another store now and no other pod has the old one. */
  static Optional<Answered> replaced(
      ClusterIdentity cluster, ShardEntry shard, Member member, Observation seen) {
    OptionalInt ordinal = Names.ordinal(cluster.name(), shard.id(), member.host());
    return ordinal.isEmpty() || seen.answer(shard.id(), member.store()).isPresent()
        ? Optional.empty()
        : seen.answer(shard.id(), ordinal.getAsInt());
  }

  /** The in-sync stores, and what is known of them. */
  static String inSync(ClusterIdentity cluster, ShardEntry shard, Observation seen) {
    return shard.replicas().members().stream()
        .filter(member -> shard.replicas().isInSync(member.store()))
        .map(member -> describe(cluster, shard, member, seen))
        .collect(Collectors.joining(", "));
  }

  static String describe(
      ClusterIdentity cluster, ShardEntry shard, Member member, Observation seen) {
    int dot = member.host().indexOf('.');
    return "%s (store %s, %s)"
        .formatted(
            dot < 0 ? member.host() : member.host().substring(0, dot),
            member.store(),
            replaced(cluster, shard, member, seen).isPresent()
                ? "its pod has another one now"
                : "silent");
  }
}
