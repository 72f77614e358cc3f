package io.vectorcluster.operator.core;

import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a published topology changes about one member.
 *
 * @param host of the member
 * @param inSync how many are in sync afterwards
 */
public record MemberChange(ShardId shard, Kind kind, String host, int inSync) {

  /** What happened to it. */
  public enum Kind {
    /** It is the primary now. */
    PROMOTED,
    /** It is not waited for any more. */
    LOST,
    /** It is being made equal to the primary. */
    JOINED,
    /** It holds everything and is waited for. */
    IN_SYNC,
    /** It is no member any more. */
    LEFT
  }

  /** All changes from one topology to the next, of shards that both have. */
  public static List<MemberChange> between(Topology before, Topology next) {
    List<MemberChange> changes = new ArrayList<>();
    for (ShardEntry entry : next.shards()) {
      before
          .shard(entry.id())
          .map(ShardEntry::replicas)
          .filter(set -> !set.equals(entry.replicas()))
          .ifPresent(set -> collect(entry.id(), set, entry.replicas(), changes));
    }
    return List.copyOf(changes);
  }

  private static void collect(
      ShardId shard, ReplicaSet before, ReplicaSet next, List<MemberChange> changes) {
    int inSync = next.inSync().size();
    Optional<Member> primary = next.primaryMember();
    primary
        .filter(member -> !member.store().equals(before.primary()))
        .ifPresent(m -> changes.add(new MemberChange(shard, Kind.PROMOTED, m.host(), inSync)));
    for (Member member : before.members()) {
      boolean remains = next.member(member.store()).isPresent();
      if (before.isInSync(member.store()) && !next.isInSync(member.store()) && remains) {
        changes.add(new MemberChange(shard, Kind.LOST, member.host(), inSync));
      } else if (!remains) {
        changes.add(new MemberChange(shard, Kind.LEFT, member.host(), inSync));
      }
    }
    for (Member member : next.members()) {
      boolean counted = next.isInSync(member.store());
      if (before.member(member.store()).isEmpty() && !counted) {
        changes.add(new MemberChange(shard, Kind.JOINED, member.host(), inSync));
      } else if (counted && !before.isInSync(member.store())) {
        changes.add(new MemberChange(shard, Kind.IN_SYNC, member.host(), inSync));
      }
    }
  }
}
