package io.vectorcluster.indexnode.replication;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.core.Request;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Credentials;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the operators of the simulation are asked for: one shard of three copies. */
final class SimulatedIntent {
  static final VectorClusterSpec SPEC =
      new VectorClusterSpec(
          null,
          null,
          null,
          1,
          new VectorClusterSpec.Replication(
              Simulation.NODES, "PrimaryReplica", "InSync", 1, null, null),
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);

  static final ClusterIdentity CLUSTER =
      new ClusterIdentity("default", "simulated", "11111111-2222-4333-8444-555555555555", 1, false);

  static final Request REQUEST =
      new Request(CLUSTER, SPEC, new Release("registry.example/index-node", "0.1.0"));

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
        null);
  }

  static String pod(int ordinal) {
    return Names.pod(CLUSTER.name(), SimulatedNode.SHARD, ordinal);
  }

  static Member member(StoreId store, int ordinal) {
    return new Member(
        store, Names.memberHost(CLUSTER, SimulatedNode.SHARD, ordinal), Names.INTERNAL_PORT);
  }

  /** A topology under the first of these stores, all in sync. */
  static Topology begun(List<StoreId> ids) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      members.add(member(ids.get(i), i));
    }
    return unbegun()
        .withReplicas(Map.of(SimulatedNode.SHARD, ReplicaSet.of(members, ids.getFirst(), ids)));
  }

  /** What a new disk has: no store of the shard is known. */
  static Topology unbegun() {
    Assignment assignment =
        Assignment.single(Sharding.DEFAULT.slots().count(), SimulatedNode.SHARD);
    return Topology.first(
        CLUSTER.clusterId(), 1, Sharding.DEFAULT, List.of(SimulatedNode.SHARD), assignment);
  }
}
