package io.vectorcluster.operator.core;

import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.SortedSet;

/** The topology of epoch 1, made when every store has been seen. */
final class FirstTopology {
  private static final long EPOCH = 1;

  private FirstTopology() {}

  static Topology of(
      ClusterIdentity cluster, Sharding sharding, SortedSet<ShardId> shards, Observation seen) {
    List<ShardEntry> entries =
        shards.stream().map(id -> new ShardEntry(id, EPOCH, replicas(cluster, id, seen))).toList();
    Assignment assignment = Placement.first(sharding, shards);
    SlotTerms terms = SlotTerms.all(sharding.slots().count(), EPOCH);
    return new Topology(cluster.clusterId(), EPOCH, sharding, entries, assignment, terms);
  }

  /** The set of a shard whose node has answered, under the name its pod keeps. */
  static ReplicaSet replicas(ClusterIdentity cluster, ShardId shard, Observation seen) {
    return ReplicaSet.single(
        new Member(
            seen.answer(shard).orElseThrow().store(),
            Names.memberHost(cluster, shard),
            Names.INTERNAL_PORT));
  }
}
