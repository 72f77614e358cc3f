package io.vectorcluster.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.AssignmentStrategy;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotCount;
import io.vectorcluster.topology.SlotMove;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TopologyMappingTest {
  private static final ShardId ZERO = new ShardId(0);
  private static final ShardId SEVEN = new ShardId(7);
  private static final Member PRIMARY = member(1, "vc-shard-0-0.vc");
  private static final Member JOINER = member(2, "vc-shard-0-1.vc");

  @ParameterizedTest
  @EnumSource(AssignmentStrategy.class)
  void everyFieldSurvivesTheWay(AssignmentStrategy strategy) {
    // Given a topology with a primary, a joiner, an awaited shard and slots of different terms
    Topology topology = topology(strategy);

    // When
    Topology read = TopologyMapping.fromBytes(TopologyMapping.toBytes(topology));

    // Then
    assertThat(read).isEqualTo(topology);
    assertThat(read.fingerprint()).isEqualTo(topology.fingerprint());
  }

  @Test
  void truncatedBytesAreRefused() {
    byte[] bytes = TopologyMapping.toBytes(topology(AssignmentStrategy.BALANCED));
    byte[] half = java.util.Arrays.copyOf(bytes, bytes.length / 2);

    assertThatThrownBy(() -> TopologyMapping.fromBytes(half))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyMessageNamesWhatIsMissing() {
    assertThatThrownBy(() -> TopologyMapping.fromBytes(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topology.cluster_id");
  }

  @Test
  void aStrategyOfALaterReleaseIsNamed() {
    io.vectorcluster.wire.v1.Topology message =
        TopologyMapping.toMessage(topology(AssignmentStrategy.BALANCED)).toBuilder()
            .setSharding(
                io.vectorcluster.wire.v1.Sharding.newBuilder()
                    .setSlots(1024)
                    .setStrategyValue(99)
                    .setVirtualNodes(100))
            .build();

    assertThatThrownBy(() -> TopologyMapping.fromMessage(message))
        .hasMessageContaining("topology.sharding.strategy: 99");
  }

  @Test
  void theModeAndItsVotersComeBack() {
    Member other = member(8, "other");
    Topology quorum =
        ofMode(ReplicationMode.Quorum.majority(3))
            .withReplicas(Map.of(ZERO, inSync(PRIMARY, JOINER, other)))
            .withReplicas(Map.of(ZERO, inSync(PRIMARY, JOINER)))
            .withReplicas(Map.of(ZERO, inSync(PRIMARY, JOINER, member(9, "instead"))));
    Topology multi = ofMode(new ReplicationMode.MultiPrimary());

    assertThat(quorum.shard(ZERO).orElseThrow().voters().orElseThrow().former()).hasSize(3);
    assertThat(TopologyMapping.fromBytes(TopologyMapping.toBytes(quorum))).isEqualTo(quorum);
    assertThat(TopologyMapping.fromBytes(TopologyMapping.toBytes(multi))).isEqualTo(multi);
  }

  @Test
  void aModeOfALaterReleaseIsRefused() {
    io.vectorcluster.wire.v1.Topology message =
        TopologyMapping.toMessage(topology(AssignmentStrategy.BALANCED)).toBuilder()
            .setMode(io.vectorcluster.wire.v1.ReplicationMode.getDefaultInstance())
            .build();

    assertThatThrownBy(() -> TopologyMapping.fromMessage(message))
        .hasMessageContaining("topology.mode");
  }

  private static Topology ofMode(ReplicationMode mode) {
    return Topology.first(
        new ClusterId(new UUID(1, 2)),
        1,
        Sharding.DEFAULT,
        List.of(ZERO),
        Assignment.single(1024, ZERO),
        mode);
  }

  private static ReplicaSet inSync(Member... members) {
    return ReplicaSet.of(
        List.of(members), members[0].store(), Arrays.stream(members).map(Member::store).toList());
  }

  private static Topology topology(AssignmentStrategy strategy) {
    Sharding sharding = new Sharding(SlotCount.SLOTS_1024, strategy, 17);
    Topology first =
        Topology.first(
            new ClusterId(new UUID(-5, 6)),
            41,
            sharding,
            List.of(ZERO, SEVEN),
            Assignment.single(1024, ZERO));
    Topology served =
        first.withReplicas(
            Map.of(
                ZERO,
                ReplicaSet.of(
                    List.of(PRIMARY, JOINER), PRIMARY.store(), List.of(PRIMARY.store()))));
    int[] owners = served.assignment().toArray();
    owners[1023] = SEVEN.value();
    return served
        .withAssignment(Assignment.of(owners))
        .copying(List.of(new SlotMove(5, ZERO, SEVEN), new SlotMove(6, ZERO, SEVEN)))
        .switching(List.of(6))
        .returning(List.of(6))
        .withGoal(Assignment.single(1024, SEVEN));
  }

  private static Member member(long store, String host) {
    return new Member(new StoreId(new UUID(-store, store)), host, 7433);
  }
}
