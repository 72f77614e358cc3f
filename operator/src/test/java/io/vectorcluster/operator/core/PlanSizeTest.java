package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.AssignmentStrategy;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.Migrations;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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

  /** Of the record: etcd keeps objects of up to 1.5 MiB, and every change carries the whole. */
  private static final int MOST_BYTES = 256 * 1024;

  /** Three times what a plan may take, so that a machine of another kind does not count. */
  private static final Duration LONGEST = Duration.ofSeconds(3);

  /** In the eighth digit: an epoch is published at most once for each step of a slot. */
  private static final long LATE = 10_000_000;

  @ParameterizedTest(name = "{0} shards of {1} slots become {2}")
  @CsvSource({
    "100, 1024, 101",
    "100, 1024, 99",
    "1, 1024, 100",
    "1000, 16384, 1001",
    "1000, 16384, 999",
    "500, 16384, 1000",
    "1000, 16384, 500",
    "1, 16384, 1000"
  })
  void aLargePlanIsMadeInTimeAndItsRecordIsSmall(int shards, int slots, int wish)
      throws JsonProcessingException {
    // Given
    Sharding sharding =
        new Sharding(
            SlotCount.of(slots),
            AssignmentStrategy.CONSISTENT_HASH,
            Sharding.DEFAULT_VIRTUAL_NODES);
    SortedSet<ShardId> current = ShardChoice.first(shards);
    Assignment first = Placement.first(sharding, current);

    // When, by the processor's time, so that a busy machine does not count
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    SortedSet<ShardId> wanted = ShardChoice.changed(current, wish, _ -> false);
    MovePlan plan = MovePlan.next(sharding, first, first, wanted).orElseThrow();
    String summary = plan.summary();
    String hash = plan.hash();
    Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - begun);

    // Then
    System.out.printf("%s (%s) in %d ms of CPU%n", summary, hash, took.toMillis());
    assertThat(plan.moves()).isEqualTo(plan.minimum());
    assertThat(took).isLessThanOrEqualTo(LONGEST);
    for (int copies = 1; copies <= 3; copies++) {
      Topology planned = topology(sharding, wanted, current, copies, first).withGoal(plan.target());
      System.out.printf("  %d copies:", copies);
      checkSize("planned", planned);
      checkSize("at half way", halfMoved(planned));
      checkSize("with moves", planned.copying(due(planned, AT_ONCE)));
      System.out.println();
    }
  }

  /** All at once that makes a record long, in a cluster that has published for years. */
  @ParameterizedTest(name = "{0} shards of {1} slots")
  @CsvSource({"100, 1024", "1000, 16384"})
  void theLargestRecordIsSmall(int shards, int slots) throws JsonProcessingException {
    Sharding sharding = new Sharding(SlotCount.of(slots), AssignmentStrategy.CONSISTENT_HASH, 100);
    SortedSet<ShardId> all = ShardChoice.first(shards);
    int[] goal = Placement.first(sharding, all).toArray();
    Arrays.setAll(goal, slot -> (goal[slot] + 1) % shards);
    // Given slots with a term each, in no order, that all are to move, and some that are on the way
    Random random = new Random(shards);
    List<Long> terms = new ArrayList<>();
    for (int slot = 0; slot < slots; slot++) {
      terms.add(LATE + slot);
    }
    Collections.shuffle(terms, random);
    List<Migration> moves = new ArrayList<>();
    int[] owners = Placement.first(sharding, all).toArray();
    for (int slot = slots - AT_ONCE; slot < slots; slot++) {
      ShardId owner = new ShardId(owners[slot]);
      ShardId other = new ShardId(goal[slot]);
      moves.add(new Migration(slot, other, owner, LATE - 1, terms.get(slot), true));
    }

    for (int copies = 1; copies <= 3; copies++) {
      Topology young = topology(sharding, all, all, copies, Assignment.of(owners));
      Topology old =
          new Topology(
              young.clusterId(),
              LATE + slots,
              sharding,
              young.republishedAbove(LATE).shards(),
              young.assignment(),
              SlotTerms.of(terms.stream().mapToLong(term -> term).toArray()),
              young.mode(),
              new Migrations(moves),
              Assignment.of(goal));
      System.out.printf("%d shards of %d slots, %d copies:", shards, slots, copies);
      checkSize("at most", old);
      System.out.println();
    }
  }

  private static void checkSize(String when, Topology topology) throws JsonProcessingException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    TopologyRecord record = RecordCodec.encode(topology);
    byte[] text = JSON.writeValueAsBytes(record);
    Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - begun);
    System.out.printf(" %d bytes %s (%d ms)", text.length, when, took.toMillis());
    assertThat(text.length).isLessThanOrEqualTo(MOST_BYTES);
    assertThat(RecordCodec.decode(record)).isEqualTo(topology);
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
}
