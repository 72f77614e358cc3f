package io.vectorcluster.indexnode.internal;

import static io.vectorcluster.indexnode.internal.TestCluster.near;
import static io.vectorcluster.indexnode.internal.TestCluster.query;
import static io.vectorcluster.indexnode.internal.TestCluster.rotated;
import static io.vectorcluster.indexnode.internal.TestCluster.soon;
import static io.vectorcluster.indexnode.internal.TestCluster.upsert;
import static io.vectorcluster.indexnode.internal.TestCluster.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotHash;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Coordinators and shards that know different topologies (protocol T2, S2, V4). */
final class StaleTopologyTest {
  private static final int POINTS = 90;

  private final TestCluster cluster = TestCluster.of(3);

  /** A node that holds no shard of the topology: a coordinator only. */
  private final TestNode outsider = new TestNode(9);

  @BeforeEach
  void createBeforeTheTopologyChanges() {
    outsider.topologies.adopt(cluster.topology());
    cluster.create("c", 2, Distance.EUCLID);
  }

  @AfterEach
  void close() {
    outsider.close();
    cluster.close();
  }

  @Test
  void aCoordinatorThreeEpochsBehindRepeatsTheWholeSearchByTheNewestTopology() {
    // Given all points where epoch 5 says, and a coordinator that knows epoch 2
    Topology newest = changedThreeTimes();
    cluster.publish(newest);
    value(cluster.node(1).coordinator.write("c", points(), true, soon()));
    assertThat(epochOf(outsider)).isEqualTo(newest.epoch() - 3);

    // When
    var hits = value(outsider.coordinator.search("c", query(near(0, 0), POINTS), soon())).hits();

    // Then every point is there, once, in order
    assertThat(hits.stream().map(hit -> hit.point().point().id()).toList())
        .containsExactlyElementsOf(ids());
    assertThat(epochOf(outsider)).isEqualTo(newest.epoch());
  }

  @Test
  void retrieveScrollAndCountRepeatToo() {
    Topology newest = changedThreeTimes();
    cluster.publish(newest);
    value(cluster.node(1).coordinator.write("c", points(), true, soon()));

    assertThat(
            value(
                outsider.coordinator.retrieve(
                    "c", ids(), Selection.NOTHING, Consistency.IN_SYNC, soon())))
        .hasSize(POINTS);
    assertThat(value(cluster.node(2).coordinator.count("c", soon()))).isEqualTo(POINTS);
    assertThat(epochOf(outsider)).isEqualTo(newest.epoch());
  }

  @Test
  void aShardThatIsBehindAdoptsBeforeItAnswers() {
    // Given a coordinator ahead of all shards
    Topology newest = changedThreeTimes();
    outsider.topologies.adopt(newest);

    // When
    value(outsider.coordinator.write("c", points(), true, soon()));

    // Then
    assertThat(cluster.nodes).allSatisfy(n -> assertThat(epochOf(n)).isEqualTo(newest.epoch()));
    assertEveryPointIsAtItsOwner(newest);
  }

  @Test
  void onlyRefusedPartsOfAWriteAreSentAgain() {
    // Given shards 0 and 1 have exchanged their slots, shard 2 is as it was
    Topology next = exchanged(cluster.topology());
    cluster.publish(next);

    // When
    value(outsider.coordinator.write("c", points(), true, soon()));

    // Then each shard was written to once, and shard 2 by the first round
    assertThat(cluster.nodes).allSatisfy(n -> assertThat(n.points.requests()).hasSize(1));
    assertEveryPointIsAtItsOwner(next);
  }

  @Test
  void partsThatFallApartStayOneRequest() {
    // Given every shard's slots now belong to all three
    Topology next = scattered(cluster.topology());
    cluster.publish(next);

    // When
    value(outsider.coordinator.write("c", points(), true, soon()));

    // Then shards know each change of it by its point
    assertThat(cluster.nodes.stream().flatMap(n -> n.points.requests().stream()).distinct())
        .hasSize(1);
    assertThat(cluster.nodes).allSatisfy(n -> assertThat(n.points.requests()).hasSize(3));
    assertEveryPointIsAtItsOwner(next);
  }

  @Test
  void aNodeWithoutATopologyRefusesAndSaysWhy() {
    try (TestNode fresh = new TestNode(7)) {
      var outcome = fresh.coordinator.count("c", soon());

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Rejected.class,
              rejected -> {
                assertThat(rejected.reason()).isEqualTo(Outcome.Reason.UNAVAILABLE);
                assertThat(rejected.message()).contains("no topology yet");
              });
    }
  }

  @Test
  void aStoreThatIsNotThePrimaryDoesNotAnswer() {
    // Given a node that was told to hold shard 1, whose store the topology does not name
    try (TestNode impostor = new TestNode(11)) {
      impostor.topologies.adopt(cluster.topology());
      Deadline deadline = soon();
      long version = cluster.node(0).copy.current().version();
      var number = value(cluster.node(0).coordinator.find("c", deadline)).number();
      var guarded =
          new io.vectorcluster.indexnode.cluster.GuardedShard(
              new ShardId(1),
              impostor.store,
              impostor.topologies,
              impostor.catalog,
              impostor.points);

      var answer = guarded.figures(new ShardCall(2, version, deadline), number);

      assertThat(answer)
          .isInstanceOfSatisfying(
              ShardAnswer.Refused.class,
              refused -> assertThat(refused.message()).contains("NOT_A_MEMBER"));
    }
  }

  private Topology changedThreeTimes() {
    return rotated(rotated(rotated(cluster.topology(), 1), 1), 2);
  }

  private static Topology exchanged(Topology topology) {
    int[] owners = topology.assignment().toArray();
    for (int slot = 0; slot < owners.length; slot++) {
      owners[slot] = owners[slot] == 2 ? 2 : 1 - owners[slot];
    }
    return topology.withAssignment(Assignment.of(owners));
  }

  private static Topology scattered(Topology topology) {
    int[] owners = topology.assignment().toArray();
    for (int slot = 0; slot < owners.length; slot++) {
      owners[slot] = (slot / 3) % 3;
    }
    return topology.withAssignment(Assignment.of(owners));
  }

  private void assertEveryPointIsAtItsOwner(Topology topology) {
    for (PointId id : ids()) {
      int slot = SlotHash.slot(id, topology.sharding().slots());
      for (TestNode node : cluster.nodes) {
        boolean owner = topology.assignment().owner(slot).equals(node.shard);
        var number = value(cluster.node(0).coordinator.find("c", soon())).number();
        var found =
            node.points.retrieve(
                new ShardCall(0, 0, soon()), number, List.of(id), Selection.NOTHING);
        assertThat(found)
            .as("point %s at shard %s", id, node.shard)
            .isInstanceOfSatisfying(
                ShardAnswer.Answered.class,
                answered -> assertThat((List<?>) answered.value()).hasSize(owner ? 1 : 0));
      }
    }
  }

  private static long epochOf(TestNode node) {
    return node.topologies.current().map(Topology::epoch).orElse(0L);
  }

  private static List<Mutation> points() {
    return LongStream.range(0, POINTS).mapToObj(i -> upsert(i, (float) i, 0)).toList();
  }

  private static List<PointId> ids() {
    return LongStream.range(0, POINTS).mapToObj(TestCluster::id).toList();
  }
}
