package io.vectorcluster.indexnode.node;

import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.MigrationReport;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotMove;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.awaitility.Awaitility;

/** Two shards with two copies each, and who moves slots between them. */
final class MovesOnLoopback implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final NodesOnLoopback cluster;
  private final Map<ShardId, List<Node>> nodes = new HashMap<>();
  private final Random random;
  private Topology topology;

  private MovesOnLoopback(NodesOnLoopback cluster, Random random, Topology first) {
    this.cluster = cluster;
    this.random = random;
    this.topology = first;
  }

  static MovesOnLoopback start(Path folder, Random random) throws IOException, NodeStartException {
    List<ShardId> shards = List.of(new ShardId(0), new ShardId(1));
    MovesOnLoopback moves =
        new MovesOnLoopback(
            new NodesOnLoopback(folder),
            random,
            Topology.first(
                new ClusterId(new UUID(1, 1)),
                1,
                Sharding.DEFAULT,
                shards,
                Placement.first(Sharding.DEFAULT, shards)));
    try {
      Map<ShardId, ReplicaSet> replicas = new HashMap<>();
      for (ShardId shard : shards) {
        replicas.put(shard, moves.startCopies(shard));
      }
      moves.publish(moves.topology.withReplicas(replicas));
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () ->
                  shards.stream()
                      .allMatch(
                          shard -> moves.report(shard).filter(MemberReport::serving).isPresent()));
      return moves;
    } catch (NodeStartException | RuntimeException | Error e) {
      moves.close();
      throw e;
    }
  }

  /** The first is the primary for ever. */
  private ReplicaSet startCopies(ShardId shard) throws NodeStartException {
    List<Member> members = new ArrayList<>();
    for (String copy : List.of("a", "b")) {
      Node node = cluster.start(shard.value(), "shard-" + shard.value() + copy, 0);
      nodes.computeIfAbsent(shard, _ -> new ArrayList<>()).add(node);
      members.add(new Member(node.store(), "127.0.0.1", node.internalPort().orElseThrow()));
    }
    List<StoreId> stores = members.stream().map(Member::store).toList();
    return ReplicaSet.of(members, stores.getFirst(), stores);
  }

  List<Node> copies(ShardId shard) {
    return nodes.getOrDefault(shard, List.of());
  }

  List<Node> nodes() {
    return nodes.values().stream().flatMap(List::stream).toList();
  }

  private Optional<MemberReport> report(ShardId shard) {
    return cluster.report(copies(shard).getFirst());
  }

  /** Some slots of a shard. */
  List<Integer> slotsOf(ShardId shard, int most) {
    List<Integer> slots = new ArrayList<>();
    for (int slot : topology.assignment().slotsOf(shard)) {
      slots.add(slot);
    }
    Collections.shuffle(slots, random);
    return slots.subList(0, most);
  }

  /** Nobody hears of a topology at the same time. */
  private void publish(Topology next) {
    topology = next;
    List<Node> all = new ArrayList<>(nodes());
    Collections.shuffle(all, random);
    all.forEach(node -> cluster.adopt(node, next));
  }

  void move(List<Integer> slots, ShardId from, ShardId to) {
    publish(topology.copying(slots.stream().map(slot -> new SlotMove(slot, from, to)).toList()));
    await(slots, MigrationReport::allowsSwitch);
    publish(topology.switching(slots));
    await(slots, MigrationReport::ends);
    publish(topology.settling(slots));
  }

  /** The way back after the switch, whether or not the slots are open. */
  void moveAndReturn(List<Integer> slots, ShardId from, ShardId to) {
    publish(topology.copying(slots.stream().map(slot -> new SlotMove(slot, from, to)).toList()));
    await(slots, MigrationReport::allowsSwitch);
    publish(topology.switching(slots));
    publish(topology.returning(slots));
    await(slots, MigrationReport::ends);
    publish(topology.settling(slots));
  }

  private void await(List<Integer> slots, BiPredicate<MigrationReport, Migration> reached) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> slots.stream().allMatch(slot -> isReached(slot, reached)));
  }

  private boolean isReached(int slot, BiPredicate<MigrationReport, Migration> reached) {
    Migration migration = topology.migrations().of(slot).orElseThrow();
    return report(migration.target()).stream()
        .flatMap(report -> report.migrations().stream())
        .anyMatch(report -> reached.test(report, migration));
  }

  @Override
  public void close() {
    cluster.close();
  }
}
