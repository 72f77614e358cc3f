package io.vectorcluster.indexnode.replication;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.core.Request;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Credentials;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the operators of the simulation are asked for. */
final class SimulatedIntent {
  private static final int MOST_MOVES = 64;

  private static VectorClusterSpec spec(int shards, int copies, List<String> approvals) {
    return new VectorClusterSpec(
        null,
        null,
        null,
        shards,
        new VectorClusterSpec.Replication(copies, "PrimaryReplica", "InSync", 1, null, null),
        null,
        null,
        null,
        null,
        null,
        null,
        new VectorClusterSpec.Rebalance("Automatic", MOST_MOVES),
        null,
        approvals);
  }

  static final ClusterIdentity CLUSTER =
      new ClusterIdentity("default", "simulated", "11111111-2222-4333-8444-555555555555", 1, false);

  static Request request(int shards, int copies, List<String> approvals) {
    return new Request(
        CLUSTER,
        spec(shards, copies, approvals),
        new Release("registry.example/index-node", "0.1.0"));
  }

  /** What an operator that was here before has remembered. */
  static VectorTopologySpec memory(int shards, int copies) {
    return new VectorTopologySpec("0.1.0", spec(shards, copies, List.of()), null, null);
  }

  /** Needed where secrets are missing, which nobody looks at here. */
  static final Credentials DRAWN = new Credentials("a", "b", "c");

  private SimulatedIntent() {}

  /** As much of a status as is read back. */
  static VectorClusterStatus status(long epoch) {
    return new VectorClusterStatus(
        1L,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new VectorClusterStatus.TopologyMark(epoch, "any"),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static String pod(ShardId shard, int ordinal) {
    return Names.pod(CLUSTER.name(), shard, ordinal);
  }

  static Member member(StoreId store, ShardId shard, int ordinal) {
    return new Member(store, Names.memberHost(CLUSTER, shard, ordinal), Names.INTERNAL_PORT);
  }

  static ReplicaSet set(ShardId shard, List<StoreId> ids) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      members.add(member(ids.get(i), shard, i));
    }
    return ReplicaSet.of(members, ids.getFirst(), ids);
  }

  /** One shard under the first of these stores, all in sync. */
  static Topology begun(List<StoreId> ids) {
    return begun(1, ids);
  }

  /** Shards with equally many of these stores, each under its first one, all in sync. */
  static Topology begun(int shards, List<StoreId> ids) {
    int copies = ids.size() / shards;
    Map<ShardId, ReplicaSet> sets = new HashMap<>();
    for (ShardId shard : Shape.ids(shards)) {
      int from = shard.value() * copies;
      sets.put(shard, set(shard, ids.subList(from, from + copies)));
    }
    return unbegun(shards).withReplicas(sets);
  }

  /** What a new disk has: no store is known. */
  static Topology unbegun(int shards) {
    List<ShardId> ids = Shape.ids(shards);
    return Topology.first(
        CLUSTER.clusterId(), 1, Sharding.DEFAULT, ids, Placement.first(Sharding.DEFAULT, ids));
  }
}
