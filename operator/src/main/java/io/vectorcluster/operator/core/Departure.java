package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Fewer copies: the pods with the highest ordinals leave, out of the published set first. A primary
 * among them hands over before. As long as the spec wants more than one copy, two of those that
 * stay are in sync before one that is in sync goes.
 */
final class Departure {
  private final ClusterIdentity cluster;
  private final int factor;
  private final Observation seen;

  Departure(ClusterIdentity cluster, int factor, Observation seen) {
    this.cluster = cluster;
    this.factor = factor;
    this.seen = seen;
  }

  /** The next set; the present one if nothing leaves, or nothing may leave yet. */
  ReplicaSet next(ShardEntry shard, List<Blocker> blockers) {
    ReplicaSet set = shard.replicas();
    List<Member> stay = set.members().stream().filter(member -> stays(shard, member)).toList();
    if (stay.size() == set.members().size()) {
      return set;
    }
    List<StoreId> inSync = stay.stream().map(Member::store).filter(set::isInSync).toList();
    StoreId primary = set.primaryMember().orElseThrow().store();
    boolean served =
        seen.answer(shard.id(), primary).filter(answer -> answer.serves(shard)).isPresent();
    boolean enough = inSync.size() >= Math.min(factor, 2) || inSync.size() == set.inSync().size();
    if (!served || !enough) {
      blockers.add(wait(shard, served, inSync.size()));
      return set;
    }
    if (inSync.contains(primary)) {
      return ReplicaSet.of(stay, primary, inSync);
    }
    Optional<StoreId> heir = heir(shard, inSync, seen);
    if (heir.isEmpty()) {
      blockers.add(wait(shard, true, inSync.size()));
    }
    return heir.map(set::ledBy).orElse(set);
  }

  /**
   * Who takes over when a primary hands over: of those in sync that have a word of this epoch, the
   * one that holds most. Any of them holds all that was acknowledged.
   */
  static Optional<StoreId> heir(ShardEntry shard, Collection<StoreId> inSync, Observation seen) {
    List<MemberReport> words = new ArrayList<>();
    for (StoreId store : inSync) {
      Optional<Answered> answer = seen.answer(shard.id(), store);
      answer
          .flatMap(a -> a.word(shard))
          .filter(word -> !word.primarySilent())
          .ifPresent(words::add);
    }
    return words.stream()
        .max(Comparator.comparingLong(MemberReport::last).thenComparing(MemberReport::store))
        .map(MemberReport::store);
  }

  /** A host of another name is none of ours to send away. */
  private boolean stays(ShardEntry shard, Member member) {
    return Names.ordinal(cluster.name(), shard.id(), member.host()).orElse(0) < factor;
  }

  private static Blocker wait(ShardEntry shard, boolean served, int inSync) {
    return new Blocker(
        BlockerId.REPLICAS_AWAITED,
        Operation.SCALE,
        served
            ? "shard %s keeps more copies than wanted: of those that stay %d are in sync"
                .formatted(shard.id(), inSync)
            : "shard %s keeps more copies than wanted until its primary serves"
                .formatted(shard.id()));
  }
}
