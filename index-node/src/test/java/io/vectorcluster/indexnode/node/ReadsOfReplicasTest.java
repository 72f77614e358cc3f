package io.vectorcluster.indexnode.node;

import static io.vectorcluster.indexnode.node.NodeCalls.createCollection;
import static io.vectorcluster.indexnode.node.NodeCalls.present;
import static io.vectorcluster.indexnode.node.NodeCalls.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who answers reads by the cluster's settings, while an operator is away that would mend it. */
@Timeout(180)
final class ReadsOfReplicasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ShardId SHARD = new ShardId(0);
  private static final ShardId OTHER = new ShardId(1);
  private static final String NEVER_EQUAL = "is being made equal to its primary, or never was";
  private static final InstantSource CLOCK = InstantSource.system();

  /** A call that is not answered by then is not answered. */
  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private Topology topology =
      Topology.first(
          new ClusterId(new UUID(1, 1)),
          1,
          Sharding.DEFAULT,
          List.of(SHARD),
          Placement.first(Sharding.DEFAULT, List.of(SHARD)));

  private final List<Member> members = new ArrayList<>();

  @Test
  void readsOfThePrimaryEndWithItAndThoseInSyncGoOn() throws Exception {
    try (NodesOnLoopback cluster = new NodesOnLoopback(folder)) {
      cluster.read("{\"from\":\"Primary\"}");
      Node a = member(cluster, "a");
      Node b = member(cluster, "b");
      publish(cluster, a, a, b);
      fill(cluster, a);

      assertThat(answers(b)).isTrue();
      cluster.stop(a);
      assertThat(answers(b)).isFalse();
      cluster.read("{}");
      await().atMost(PATIENCE).until(() -> answers(b));
    }
  }

  @Test
  void whoWasEqualOnceAnswersThoseWhoTakeWhatItHas() throws Exception {
    try (NodesOnLoopback cluster = new NodesOnLoopback(folder)) {
      cluster.read("{\"from\":\"Any\"}");
      Node a = member(cluster, "a");
      Node b = member(cluster, "b");
      publish(cluster, a, a, b);
      fill(cluster, a);
      leave(cluster, a);
      publish(cluster, a, a);
      upsert(a, 100, 10);
      assertThat(count(b)).isEqualTo(110);
      await().atMost(PATIENCE).until(() -> last(cluster, b) == last(cluster, a));

      // It is asked only if nobody in sync answers, and only for what it has
      cluster.stop(a);
      assertThat(count(b)).isEqualTo(110);
      cluster.read("{}");
      await().atMost(PATIENCE).until(() -> !answers(b));
      cluster.read("{\"from\":\"Any\"}");
      await().atMost(PATIENCE).until(() -> answers(b));

      // And not while it is being made equal
      ShardStore store = b.records();
      store.replica().beginLog(store.position().last());
      assertThat(read(b).toString()).contains(NEVER_EQUAL);
    }
  }

  @Test
  void whoNeverWasEqualAnswersNobody() throws Exception {
    try (NodesOnLoopback cluster = new NodesOnLoopback(folder)) {
      cluster.read("{\"from\":\"Any\"}");
      Node catalog = cluster.start(SHARD.value(), 0);
      Node a = cluster.start(OTHER.value(), "a", 0);
      Member primary = new Member(a.store(), "127.0.0.1", a.internalPort().orElseThrow());
      Topology first = cluster.publish();
      fill(cluster, catalog);

      Node empty = cluster.start(OTHER.value(), "b", 0);
      cluster.stop(a);
      Member joiner = new Member(empty.store(), "127.0.0.1", empty.internalPort().orElseThrow());
      ReplicaSet set =
          ReplicaSet.of(List.of(primary, joiner), primary.store(), List.of(primary.store()));
      Topology next = first.withReplicas(Map.of(OTHER, set));
      cluster.nodes.forEach(node -> cluster.adopt(node, next));

      await().atMost(PATIENCE).until(() -> read(catalog).toString().contains(NEVER_EQUAL));
    }
  }

  @Test
  void whoWasCutOffAnswersThoseWhoTakeWhatItHas() throws Exception {
    try (NodesOnLoopback cluster = new NodesOnLoopback(folder)) {
      Node a = member(cluster, "a");
      Node b = member(cluster, "b");
      publish(cluster, a, a, b);
      fill(cluster, a);

      cluster.stop(a);
      await().atMost(PATIENCE).until(() -> !answers(b));
      cluster.read("{\"from\":\"Any\"}");
      await().atMost(PATIENCE).until(() -> answers(b));
      assertThat(count(b)).isEqualTo(100);
    }
  }

  @Test
  void aReplicaThatHangsIsWaitedForAsLongAsTheSettingsSay() throws Exception {
    try (NodesOnLoopback cluster = new NodesOnLoopback(folder)) {
      cluster.read("{\"prefer\":\"RoundRobin\",\"hedgeAfter\":\"PT1S\"}");
      Node a = cluster.start(SHARD.value(), "a", 0);
      try (LinkOnLoopback link = new LinkOnLoopback(a.internalPort().orElseThrow())) {
        members.add(new Member(a.store(), "127.0.0.1", link.port()));
        Node b = member(cluster, "b");
        publish(cluster, a, a, b);
        fill(cluster, a);
        assertThat(slowest(b)).isLessThan(Duration.ofSeconds(1));

        link.hold();
        assertThat(slowest(b)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        cluster.read("{\"prefer\":\"RoundRobin\",\"hedgeAfter\":\"PT0.02S\"}");
        await().atMost(PATIENCE).until(() -> slowest(b).compareTo(Duration.ofSeconds(1)) < 0);
        // Who is preferred by its load is not asked any more where others are not as slow
        cluster.read("{\"prefer\":\"LeastLoaded\",\"hedgeAfter\":\"PT10S\"}");
        await().atMost(PATIENCE).until(() -> slowest(b).compareTo(Duration.ofSeconds(1)) < 0);
        link.release();
      }
    }
  }

  private Node member(NodesOnLoopback cluster, String name) throws NodeStartException {
    Node node = cluster.start(SHARD.value(), name, 0);
    members.add(new Member(node.store(), "127.0.0.1", node.internalPort().orElseThrow()));
    return node;
  }

  /** Gives all members a topology with this primary and these in sync. */
  private void publish(NodesOnLoopback cluster, Node primary, Node... inSync) {
    List<StoreId> synced = new ArrayList<>();
    for (Node node : inSync) {
      synced.add(node.store());
    }
    topology =
        topology.withReplicas(Map.of(SHARD, ReplicaSet.of(members, primary.store(), synced)));
    cluster.nodes.forEach(node -> cluster.adopt(node, topology));
  }

  /** As the operator does: who is lost leaves, and joins anew. */
  private void leave(NodesOnLoopback cluster, Node primary) {
    List<Member> staying =
        members.stream().filter(member -> member.store().equals(primary.store())).toList();
    ReplicaSet alone = ReplicaSet.of(staying, primary.store(), List.of(primary.store()));
    topology = topology.withReplicas(Map.of(SHARD, alone));
    cluster.nodes.forEach(node -> cluster.adopt(node, topology));
  }

  private void fill(NodesOnLoopback cluster, Node primary) {
    await()
        .atMost(PATIENCE)
        .until(() -> cluster.report(primary).filter(MemberReport::serving).isPresent());
    createCollection(primary);
    upsert(primary, 0, 100);
    assertThat(present(primary, 0, 100)).hasSize(100);
  }

  private static long last(NodesOnLoopback cluster, Node node) {
    return cluster.report(node).map(MemberReport::last).orElse(-1L);
  }

  private static Outcome<Long> read(Node node) {
    return node.coordinator().count("c", new Deadline(CLOCK.instant().plus(A_MOMENT)));
  }

  private static boolean answers(Node node) {
    return read(node) instanceof Outcome.Done;
  }

  private static long count(Node node) {
    return NodeCalls.done(read(node));
  }

  /** Of two reads, one for each turn. */
  private static Duration slowest(Node node) {
    Duration slowest = Duration.ZERO;
    for (int i = 0; i < 2; i++) {
      Instant begun = CLOCK.instant();
      count(node);
      Duration took = Duration.between(begun, CLOCK.instant());
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
    }
    return slowest;
  }
}
