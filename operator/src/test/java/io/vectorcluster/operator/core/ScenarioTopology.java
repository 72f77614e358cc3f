package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Topologies and stores as scenarios name them: {@code {epoch, shards, factor, mode, sets}}. Pod o
 * of shard s has store s + 100 x o; without a set all members are in sync under pod 0. Slots that
 * move are those of {@link ScenarioMoves}.
 *
 * <pre>sets: {shard: {epoch, members: {ordinal: store}, inSync: [stores], primary: store}}</pre>
 */
final class ScenarioTopology {
  static final Sharding SHARDING = Sharding.DEFAULT;
  private static final int STORES_PER_ORDINAL = 100;

  private ScenarioTopology() {}

  static StoreId store(int number) {
    return new StoreId(new UUID(0x4000, 0x8000_0000_0000_0000L + number));
  }

  static int storeOf(int shard, int ordinal) {
    return shard + STORES_PER_ORDINAL * ordinal;
  }

  static SortedSet<StoreId> stores(JsonNode numbers) {
    SortedSet<StoreId> stores = new TreeSet<>();
    numbers.forEach(number -> stores.add(store(number.asInt())));
    return stores;
  }

  static Topology of(ClusterIdentity cluster, ClusterId id, JsonNode node) {
    List<ShardId> ids =
        IntStream.range(0, node.path("shards").asInt()).mapToObj(ShardId::new).toList();
    int factor = node.path("factor").asInt(1);
    List<ShardEntry> entries =
        ids.stream()
            .map(shard -> entry(cluster, shard, factor, node.path("sets").path(shard.toString())))
            .toList();
    ScenarioMoves moves = ScenarioMoves.of(SHARDING, node);
    return new Topology(
        id,
        node.path("epoch").asLong(),
        SHARDING,
        entries,
        moves.assignment(),
        moves.terms(),
        mode(node.path("mode").asText("PrimaryReplica"), factor),
        moves.migrations(),
        moves.goal());
  }

  private static ReplicationMode mode(String name, int factor) {
    return switch (name) {
      case "PrimaryReplica" -> ReplicationMode.DEFAULT;
      case "MultiPrimary" -> new ReplicationMode.MultiPrimary();
      case "Quorum" -> new ReplicationMode.Quorum(factor, factor / 2 + 1, factor / 2 + 1);
      default -> throw new IllegalArgumentException("mode " + name + " is unknown");
    };
  }

  private static ShardEntry entry(
      ClusterIdentity cluster, ShardId shard, int factor, JsonNode set) {
    List<Member> members = new ArrayList<>();
    if (set.has("members")) {
      set.path("members")
          .properties()
          .forEach(
              m ->
                  members.add(
                      member(cluster, shard, Integer.parseInt(m.getKey()), m.getValue().asInt())));
    } else {
      for (int ordinal = 0; ordinal < factor; ordinal++) {
        members.add(member(cluster, shard, ordinal, storeOf(shard.value(), ordinal)));
      }
    }
    List<StoreId> inSync =
        set.has("inSync")
            ? List.copyOf(stores(set.path("inSync")))
            : members.stream().map(Member::store).toList();
    StoreId primary = store(set.path("primary").asInt(storeOf(shard.value(), 0)));
    return new ShardEntry(
        shard,
        set.path("epoch").asLong(1),
        1,
        ReplicaSet.of(members, primary, inSync),
        Optional.empty());
  }

  private static Member member(ClusterIdentity cluster, ShardId shard, int ordinal, int number) {
    return new Member(
        store(number), Names.memberHost(cluster, shard, ordinal), Names.INTERNAL_PORT);
  }
}
