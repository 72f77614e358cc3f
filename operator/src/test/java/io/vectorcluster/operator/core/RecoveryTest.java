package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is published once a loss is accepted: the scenarios of the planner, in numbers. */
final class RecoveryTest {
  private static final Path CASES = Path.of("src/test/resources/PlannerScenariosTest");
  private static final ShardId ZERO = new ShardId(0);
  private static final ShardId ONE = new ShardId(1);

  private static StoreId store(int number) {
    return ScenarioTopology.store(number);
  }

  private static Action.WriteRecord write(String name) {
    Scenario scenario = Scenario.read(CASES.resolve(name));
    return Planner.plan(scenario.request(), scenario.observation()).actions().stream()
        .filter(Action.WriteRecord.class::isInstance)
        .map(Action.WriteRecord.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Topology published(String name) {
    return write(name).topology().orElseThrow();
  }

  private static ReplicaSet replicas(Topology topology, ShardId shard) {
    return topology.shard(shard).map(ShardEntry::replicas).orElseThrow();
  }

  /** Terms of the slots of one shard. */
  private static List<Long> terms(Topology topology, ShardId shard) {
    return Arrays.stream(topology.assignment().slotsOf(shard))
        .mapToObj(slot -> topology.terms().term(slot))
        .distinct()
        .toList();
  }

  @Test
  void anEmptyStoreIsTheOnlyMemberAndOpensTheSlotsAnew() {
    Topology next = published("loss-of-the-only-copy-02-accepted");

    ReplicaSet set = replicas(next, ZERO);
    assertThat(set.primary()).isEqualTo(store(77));
    assertThat(set.inSync()).containsExactly(store(77));
    assertThat(set.members()).hasSize(1);
    assertThat(terms(next, ZERO)).containsExactly(4L);
  }

  @Test
  void aPromotedStoreAloneIsInSyncAndSilentOnesAreJoiners() {
    Topology next = published("loss-of-a-silent-copy-03-accepted");

    ReplicaSet set = replicas(next, ZERO);
    assertThat(set.primary()).isEqualTo(store(100));
    assertThat(set.inSync()).containsExactly(store(100));
    assertThat(set.members())
        .extracting(member -> member.store())
        .containsExactly(store(0), store(100), store(200));
    assertThat(terms(next, ZERO)).containsExactly(6L);
  }

  @Test
  void aRebuiltRecordIsWithoutTheStoresGivenUpAndAboveWhatTheyMayHaveSeen() {
    Topology next = published("loss-of-the-record-and-stores-02-accepted");

    assertThat(replicas(next, ZERO)).isEqualTo(only(store(0), replicas(next, ZERO)));
    assertThat(replicas(next, ONE)).isEqualTo(only(store(101), replicas(next, ONE)));
    assertThat(next.epoch()).isGreaterThan(1_005);
    assertThat(terms(next, ZERO)).containsExactly(1L);
    assertThat(terms(next, ONE)).containsExactly(next.epoch());
    assertThat(next.shards()).allMatch(shard -> shard.epoch() > 1_005);
  }

  @Test
  void aRecordRebuiltWithoutSomeStoresIsOneThatTheOthersMayAdopt() {
    Topology next = published("loss-of-the-record-and-stores-04-above-what-was-promised");

    assertThat(next.epoch()).isGreaterThan(3_005);
    assertThat(next.shards()).allMatch(shard -> shard.epoch() > 3_005);
  }

  private static ReplicaSet only(StoreId store, ReplicaSet set) {
    return ReplicaSet.single(set.member(store).orElseThrow());
  }

  @Test
  void whatWasAcceptedIsWrittenWithItsId() {
    Action.WriteRecord write = write("loss-of-the-only-copy-02-accepted");

    assertThat(write.change()).isEqualTo(RecordChange.LOSS_ACCEPTED);
    assertThat(write.accepted())
        .extracting(Approval::kind)
        .containsExactly(Approval.Kind.EMPTY_SHARD);
    assertThat(write.memory().approvals()).containsExactly(write.accepted().getFirst().id());
  }
}
