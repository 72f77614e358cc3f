package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.RunPolicy;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.MembershipRules;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The shards whose stores are to change: first on the word of live members ({@link
 * MembershipRules}), then because the spec wants fewer copies ({@link Departure}) or a primary's
 * pod goes.
 *
 * <p>A store joins if its pod answers, for this shard, with nothing of another cluster or shard on
 * it, and while the primary has a word: before, a failover would only be held up by another epoch.
 * Hosts stay unique: a pod with a new disk joins when its old store is no longer in sync, and that
 * one leaves then. The last in-sync store is replaced only if a human accepts it ({@link
 * Recovery}).
 */
final class Membership {
  private final ClusterIdentity cluster;
  private final Intent intent;
  private final Topology inForce;
  private final Observation seen;
  private final SortedMap<ShardId, ReplicaSet> changed = new TreeMap<>();
  private final List<Blocker> blockers = new ArrayList<>();
  private final Recovery recovery;

  /** Stores that join in this pass: a copied volume must not join twice. */
  private final Set<StoreId> known = new HashSet<>();

  /**
   * What is to change.
   *
   * @param changed the next set of shards that get another one
   */
  record Outcome(SortedMap<ShardId, ReplicaSet> changed, List<Blocker> blockers) {}

  private Membership(
      ClusterIdentity cluster,
      Intent intent,
      Topology inForce,
      Observation seen,
      Approvals approvals) {
    this.recovery = new Recovery(cluster, intent.replication().factor(), inForce, seen, approvals);
    this.cluster = cluster;
    this.intent = intent;
    this.inForce = inForce;
    this.seen = seen;
  }

  static Outcome of(
      ClusterIdentity cluster,
      Intent intent,
      Topology inForce,
      Observation seen,
      Approvals approvals) {
    Membership membership = new Membership(cluster, intent, inForce, seen, approvals);
    inForce.shards().forEach(membership::judge);
    return new Outcome(membership.changed, List.copyOf(membership.blockers));
  }

  private void judge(ShardEntry shard) {
    ReplicaSet set = shard.replicas();
    Optional<Member> primary = set.primaryMember();
    if (primary.isEmpty()) {
      return;
    }
    boolean lost =
        set.inSync().stream()
            .allMatch(store -> set.member(store).flatMap(m -> replaced(shard, m)).isPresent());
    if (lost) {
      Optional<Blocker> copied = Waits.sameStoreTwice(seen).or(() -> ofAnotherShard(shard));
      copied.ifPresent(blockers::add);
      replaced(shard, primary.get())
          .filter(_ -> copied.isEmpty())
          .flatMap(answer -> recovery.ofReplaced(shard, answer, blockers))
          .ifPresent(next -> changed.put(shard.id(), next));
      return;
    }
    List<Member> joiners = joiners(shard, primary.get());
    // Pods that are to stop fall silent one after the other: that is no failure.
    if (intent.runPolicy() == RunPolicy.STOPPED) {
      return;
    }
    Optional<ReplicaSet> recovered = recovery.ofSilent(shard, blockers);
    if (recovered.isPresent()) {
      changed.put(shard.id(), recovered.get());
      return;
    }
    ReplicaSet next = withoutSuperseded(shard, MembershipRules.next(shard, words(shard), joiners));
    if (next.equals(set)) {
      next = new Departure(cluster, intent.replication().factor(), seen).next(shard, blockers);
    }
    if (next.equals(set)) {
      next = handedOver(shard, primary.get());
    }
    if (!next.equals(set)) {
      changed.put(shard.id(), next);
    }
  }

  /** A primary whose pod is being deleted, by a drain for example, need not fall silent first. */
  private ReplicaSet handedOver(ShardEntry shard, Member primary) {
    ReplicaSet set = shard.replicas();
    boolean going =
        seen.podOf(shard.id(), primary.store())
            .filter(ObservedPod::deleting)
            .flatMap(seen::answer)
            .filter(answer -> answer.serves(shard))
            .isPresent();
    if (!going) {
      return set;
    }
    List<StoreId> staying =
        set.inSync().stream()
            .filter(
                store -> seen.podOf(shard.id(), store).filter(pod -> !pod.deleting()).isPresent())
            .toList();
    return Departure.heir(shard, staying, seen).map(set::ledBy).orElse(set);
  }

  private List<MemberReport> words(ShardEntry shard) {
    return shard.replicas().members().stream()
        .flatMap(member -> seen.answer(shard.id(), member.store()).stream())
        .flatMap(answer -> answer.members().stream())
        .toList();
  }

  private Optional<Answered> replaced(ShardEntry shard, Member member) {
    return Recovery.replaced(cluster, shard, member, seen);
  }

  /** Nobody's loss is made good by a copy of what another shard has. */
  private Optional<Blocker> ofAnotherShard(ShardEntry shard) {
    return seen.pods(shard.id()).stream()
        .filter(
            pod ->
                seen.answer(pod)
                    .flatMap(answer -> inForce.shardOf(answer.store()))
                    .filter(other -> !other.id().equals(shard.id()))
                    .isPresent())
        .findFirst()
        .map(Waits::foreignVolume);
  }

  private List<Member> joiners(ShardEntry shard, Member primary) {
    ReplicaSet set = shard.replicas();
    List<Member> joiners = new ArrayList<>();
    for (ObservedPod pod : seen.pods(shard.id())) {
      Optional<Answered> answer = seen.answer(pod).filter(a -> set.member(a.store()).isEmpty());
      if (answer.isEmpty() || pod.deleting() || pod.ordinal() >= intent.replication().factor()) {
        continue;
      }
      if (isForeign(answer.get())) {
        blockers.add(Waits.foreignVolume(pod));
        continue;
      }
      String host = Names.memberHost(cluster, shard.id(), pod.ordinal());
      boolean taken =
          set.members().stream().anyMatch(m -> m.host().equals(host) && set.isInSync(m.store()));
      if (!taken && known.add(answer.get().store())) {
        joiners.add(new Member(answer.get().store(), host, Names.INTERNAL_PORT));
      }
    }
    boolean led = seen.answer(shard.id(), primary.store()).flatMap(a -> a.word(shard)).isPresent();
    return led ? joiners : List.of();
  }

  private boolean isForeign(Answered answer) {
    return inForce.shardOf(answer.store()).isPresent()
        || answer
            .topology()
            .map(copy -> !copy.clusterId().equals(cluster.clusterId()))
            .orElse(!answer.isEmpty());
  }

  /** Without joiners whose pod has another disk: they will not come back under that host. */
  private ReplicaSet withoutSuperseded(ShardEntry shard, ReplicaSet next) {
    ReplicaSet set = shard.replicas();
    List<Member> members =
        next.members().stream()
            .filter(
                member ->
                    next.isInSync(member.store())
                        || set.isInSync(member.store())
                        || replaced(shard, member).isEmpty())
            .toList();
    StoreId primary = next.primaryMember().orElseThrow().store();
    return ReplicaSet.of(members, primary, next.inSync());
  }
}
