package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.AssignmentStrategy;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotCount;
import io.vectorcluster.topology.SlotMove;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan costs in a large cluster, and how large the record is that says so. */
final class PlanSizeTest {
  private static final ClusterIdentity IDENTITY =
      new ClusterIdentity("default", "demo", Scenario.UID, 1, false);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int AT_ONCE = 512;

  @ParameterizedTest(name = "{0} shards of {1} slots become {2}")
  @CsvSource({
    "100, 1024, 101, 3",
    "100, 1024, 99, 3",
    "1000, 16384, 1001, 3",
    "1000, 16384, 999, 3",
    "500, 16384, 1000, 15"
  })
  void aLargePlanIsMadeInTimeAndReadBack(int shards, int slots, int wish, int limitSeconds)
      throws JsonProcessingException {
    Sharding sharding =
        new Sharding(
            SlotCount.of(slots),
            AssignmentStrategy.CONSISTENT_HASH,
            Sharding.DEFAULT_VIRTUAL_NODES);
    SortedSet<ShardId> current = ShardChoice.first(shards);
    Assignment first = Placement.first(sharding, current);

    // The processor's time, so that a busy machine does not count.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    SortedSet<ShardId> wanted = ShardChoice.changed(current, wish, _ -> false);
    MovePlan plan = MovePlan.next(sharding, first, first, wanted).orElseThrow();
    String hash = plan.hash();
    Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - begun);

    for (int copies = 1; copies <= 3; copies++) {
      Topology planned = topology(sharding, wanted, current, copies, first).withGoal(plan.target());
      Topology half = halfMoved(planned);
      System.out.printf(
          "%d -> %d shards of %d slots, plan %s of %d moves in %d ms; record with %d copies: %d bytes, at half way %d, with up to %d under way %d%n",
          shards,
          wish,
          slots,
          hash,
          plan.moves(),
          took.toMillis(),
          copies,
          bytes(planned),
          bytes(half),
          AT_ONCE,
          bytes(planned.copying(due(planned, AT_ONCE))));
      assertThat(RecordCodec.decode(RecordCodec.encode(half))).isEqualTo(half);
    }
    assertThat(plan.moves()).isEqualTo(plan.minimum());
    assertThat(took).isLessThanOrEqualTo(Duration.ofSeconds(limitSeconds));
  }

  private static Topology topology(
      Sharding sharding,
      SortedSet<ShardId> wanted,
      SortedSet<ShardId> current,
      int copies,
      Assignment assignment) {
    SortedSet<ShardId> all = new TreeSet<>(current);
    all.addAll(wanted);
    List<ShardEntry> entries = new ArrayList<>();
    for (ShardId shard : all) {
      List<Member> members = new ArrayList<>();
      for (int ordinal = 0; ordinal < copies; ordinal++) {
        members.add(
            new Member(
                ScenarioTopology.store(shard.value() * copies + ordinal),
                Names.memberHost(IDENTITY, shard, ordinal),
                Names.INTERNAL_PORT));
      }
      List<StoreId> stores = members.stream().map(Member::store).toList();
      entries.add(
          ShardEntry.first(
              ReplicationMode.DEFAULT,
              shard,
              1,
              ReplicaSet.of(members, stores.getFirst(), stores)));
    }
    SlotTerms terms = SlotTerms.all(sharding.slots().count(), 1);
    return new Topology(IDENTITY.clusterId(), 1, sharding, entries, assignment, terms);
  }

  /** Every second slot has moved, each in an epoch of its own. */
  private static Topology halfMoved(Topology planned) {
    int[] owners = planned.assignment().toArray();
    long[] terms = planned.terms().toArray();
    long epoch = planned.epoch();
    List<SlotMove> moves = due(planned, Integer.MAX_VALUE);
    for (int move = 0; move < moves.size(); move += 2) {
      epoch += 3;
      owners[moves.get(move).slot()] = moves.get(move).to().value();
      terms[moves.get(move).slot()] = epoch;
    }
    return new Topology(
        planned.clusterId(),
        epoch,
        planned.sharding(),
        planned.shards(),
        Assignment.of(owners),
        SlotTerms.of(terms),
        planned.mode(),
        planned.migrations(),
        planned.goal());
  }

  private static List<SlotMove> due(Topology topology, int most) {
    return MoveSteps.due(topology).stream().limit(most).toList();
  }

  private static int bytes(Topology topology) throws JsonProcessingException {
    return JSON.writeValueAsBytes(RecordCodec.encode(topology)).length;
  }
}
