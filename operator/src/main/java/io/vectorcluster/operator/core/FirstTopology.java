package io.vectorcluster.operator.core;

import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/** The topology of epoch 1, made when every store has been seen. */
final class FirstTopology {
  private static final long EPOCH = 1;

  private FirstTopology() {}

  static Topology of(
      ClusterIdentity cluster, Intent intent, SortedSet<ShardId> shards, Observation seen) {
    ReplicationMode mode = intent.replication().mode();
    List<ShardEntry> entries =
        shards.stream()
            .map(id -> ShardEntry.first(mode, id, EPOCH, replicas(cluster, intent, id, seen)))
            .toList();
    Assignment assignment = Placement.first(intent.sharding(), shards);
    SlotTerms terms = SlotTerms.all(intent.sharding().slots().count(), EPOCH);
    return new Topology(
        cluster.clusterId(), EPOCH, intent.sharding(), entries, assignment, terms, mode);
  }

  /** The pods whose stores have not been seen yet. */
  static List<Place> awaited(Intent intent, Collection<ShardId> shards, Observation seen) {
    List<Place> awaited = new ArrayList<>();
    for (ShardId shard : shards) {
      for (int ordinal = 0; ordinal < intent.replication().factor(); ordinal++) {
        if (seen.answer(shard, ordinal).isEmpty()) {
          awaited.add(new Place(shard, ordinal));
        }
      }
    }
    return awaited;
  }

  /**
   * The set of a shard whose nodes have answered, under the names their pods keep. All are in sync:
   * the primary makes them equal before it serves.
   */
  static ReplicaSet replicas(
      ClusterIdentity cluster, Intent intent, ShardId shard, Observation seen) {
    List<Member> members = new ArrayList<>();
    for (int ordinal = 0; ordinal < intent.replication().factor(); ordinal++) {
      members.add(
          new Member(
              seen.answer(shard, ordinal).orElseThrow().store(),
              Names.memberHost(cluster, shard, ordinal),
              Names.INTERNAL_PORT));
    }
    List<StoreId> stores = members.stream().map(Member::store).toList();
    return ReplicaSet.of(members, stores.getFirst(), stores);
  }
}
