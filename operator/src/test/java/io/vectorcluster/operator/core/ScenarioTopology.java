package io.vectorcluster.operator.core;

import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Topologies and stores as scenarios name them: by an epoch and a number of shards. */
final class ScenarioTopology {

  private ScenarioTopology() {}

  static StoreId store(int number) {
    return new StoreId(new UUID(0x4000, 0x8000_0000_0000_0000L + number));
  }

  static Topology of(ClusterIdentity cluster, ClusterId id, int shards, long epoch) {
    List<ShardId> ids = IntStream.range(0, shards).mapToObj(ShardId::new).toList();
    List<ShardEntry> entries =
        ids.stream()
            .map(
                shard ->
                    new ShardEntry(
                        shard,
                        1,
                        ReplicaSet.single(
                            new Member(
                                store(shard.value()),
                                Names.memberHost(cluster, shard),
                                Names.INTERNAL_PORT))))
            .toList();
    Sharding sharding = Sharding.DEFAULT;
    return new Topology(
        id,
        epoch,
        sharding,
        entries,
        Placement.first(sharding, ids),
        SlotTerms.all(sharding.slots().count(), 1));
  }
}
