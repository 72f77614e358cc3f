package io.vectorcluster.operator.core;

import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.Migrations;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.topology.Voters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Shards with gaps between them, hosts and ports that fit a pattern or none, all there can be. */
final class RandomTopology {
  private static final long EPOCH = 1L << 40;

  private RandomTopology() {}

  static Topology of(Random random) {
    List<Integer> ids = new ArrayList<>();
    int id = random.nextInt(3);
    for (int shard = 1 + random.nextInt(80); shard > 0; shard--) {
      ids.add(id);
      id += 1 + random.nextInt(100);
    }
    boolean quorum = random.nextInt(4) == 0;
    List<ShardEntry> shards = ids.stream().map(each -> shard(random, each, quorum)).toList();
    int[] owners = new int[1024];
    int[] goal = new int[1024];
    long[] terms = new long[1024];
    int runs = 1 + random.nextInt(400);
    for (int slot = 0; slot < 1024; slot++) {
      boolean same = slot > 0 && random.nextInt(runs) > 0;
      owners[slot] = same ? owners[slot - 1] : ids.get(random.nextInt(ids.size()));
      terms[slot] = same ? terms[slot - 1] : 1 + random.nextLong(EPOCH);
      goal[slot] = random.nextBoolean() ? owners[slot] : ids.get(random.nextInt(ids.size()));
    }
    return new Topology(
        new ClusterId(new UUID(random.nextLong(), random.nextLong())),
        EPOCH + random.nextInt(9),
        Sharding.DEFAULT,
        shards,
        Assignment.of(owners),
        SlotTerms.of(terms),
        quorum ? new ReplicationMode.Quorum(3, 2, 2) : ReplicationMode.DEFAULT,
        quorum ? Migrations.NONE : migrations(random, owners, terms, ids),
        Assignment.of(random.nextBoolean() ? owners : goal));
  }

  private static Migrations migrations(
      Random random, int[] owners, long[] terms, List<Integer> ids) {
    List<Migration> moves = new ArrayList<>();
    for (int slot = random.nextInt(2000); slot < 1024; slot += 1 + random.nextInt(90)) {
      ShardId owner = new ShardId(owners[slot]);
      ShardId other = new ShardId(ids.get(random.nextInt(ids.size())));
      if (!other.equals(owner)) {
        moves.add(
            random.nextBoolean() || terms[slot] < 2
                ? new Migration(slot, owner, other, 1 + random.nextLong(EPOCH), 0, false)
                : new Migration(
                    slot,
                    other,
                    owner,
                    1 + random.nextLong(terms[slot] - 1),
                    terms[slot],
                    random.nextBoolean()));
      }
    }
    return new Migrations(moves);
  }

  private static ShardEntry shard(Random random, int id, boolean quorum) {
    List<Member> members = new ArrayList<>();
    for (int ordinal = quorum ? 3 : random.nextInt(4); ordinal > 0; ordinal--) {
      String host =
          switch (random.nextInt(4)) {
            case 0 -> "10.0.0." + random.nextInt(256);
            case 1 -> "[::1]";
            default -> "a-shard-%d-%d.a-nodes.b.svc".formatted(id, random.nextInt(12));
          };
      members.add(new Member(store(random), host, random.nextInt(5) == 0 ? 80 : 7433));
    }
    Collections.shuffle(members, random);
    List<StoreId> stores = members.stream().map(Member::store).toList();
    ReplicaSet set =
        stores.isEmpty()
            ? ReplicaSet.AWAITED
            : ReplicaSet.of(
                members, stores.getFirst(), stores.subList(0, 1 + random.nextInt(stores.size())));
    long epoch = 1 + random.nextLong(EPOCH);
    Optional<Voters> voters =
        quorum
            ? Optional.of(
                random.nextBoolean()
                    ? new Voters(epoch, stores, 0, List.of())
                    : new Voters(
                        epoch + 1,
                        stores,
                        epoch,
                        List.of(stores.getFirst(), store(random), stores.getLast())))
            : Optional.empty();
    return new ShardEntry(new ShardId(id), epoch, 1 + random.nextLong(epoch), set, voters);
  }

  private static StoreId store(Random random) {
    return new StoreId(new UUID(random.nextLong(), random.nextLong()));
  }
}
