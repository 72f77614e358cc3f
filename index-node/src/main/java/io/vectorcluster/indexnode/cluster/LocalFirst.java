package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;

/** What this process holds is asked in this process; the rest where others say. */
public final class LocalFirst {
  private LocalFirst() {}

  /** Own shard here first, everything else through {@code others}. */
  public static ShardDirectory shards(
      ReplicaChoice choice, TopologySource topologies, ShardAccess local, MemberDirectory others) {
    MemberDirectory members =
        (entry, member) ->
            choice.own().equals(member.store()) ? local : others.member(entry, member);
    return entry ->
        entry.replicas().isAwaited()
            ? new NoAnswer(
                "shard %s has no store yet: it waits for its first pod".formatted(entry.id()))
            : ReplicatedShard.of(mode(topologies), entry, members, choice);
  }

  private static ReplicationMode mode(TopologySource topologies) {
    return topologies.current().map(Topology::mode).orElse(ReplicationMode.DEFAULT);
  }

  /** The catalog here while this store is shard 0's primary, else through {@code others}. */
  public static KeeperDirectory keeper(StoreId own, CatalogAccess local, KeeperDirectory others) {
    return zero -> own.equals(zero.replicas().primary()) ? local : others.keeper(zero);
  }

  /** The other shards of a standalone node: there are none. */
  public static MemberDirectory noMembers() {
    return (entry, member) -> new NoAnswer(message(entry));
  }

  /** The other keepers of a standalone node: there are none. */
  public static KeeperDirectory noKeepers() {
    return entry -> new NoAnswer(message(entry));
  }

  private static String message(ShardEntry entry) {
    return "shard %s is held by no node that is known here".formatted(entry.id());
  }
}
