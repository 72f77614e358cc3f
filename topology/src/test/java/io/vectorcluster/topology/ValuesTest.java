package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the small values accept, refuse and print. */
class ValuesTest {

  private static final StoreId LOW = new StoreId(new UUID(1, 1));
  private static final StoreId HIGH = new StoreId(new UUID(-1, 0));

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "01", "+1", "1.0", "2147483648", "9999999999", "one"})
  void shardIdRefusesWhatIsNotItsDecimalForm(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShardId.parse(text))
        .withMessageContaining("shard id '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, Integer.MAX_VALUE})
  void shardIdReadsWhatItPrints(int value) {
    ShardId id = new ShardId(value);

    assertThat(ShardId.parse(id.toString())).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1-1-1-1-1",
        "0000000000010000000000000000000001xx",
        "00000000-0000-0001-0000-00000000000g",
        "0000000-00000-0001-0000-000000000001"
      })
  void storeIdRefusesLooseForms(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreId.parse(text))
        .withMessageContaining("store id '" + text + "'");
  }

  @Test
  void storeIdReadsWhatItPrintsAndUpperCase() {
    assertThat(StoreId.parse(HIGH.toString())).isEqualTo(HIGH);
    assertThat(StoreId.parse("FFFFFFFF-FFFF-FFFF-0000-000000000000")).isEqualTo(HIGH);
    assertThat(HIGH).hasToString("ffffffff-ffff-ffff-0000-000000000000");
  }

  @Test
  void storeIdsSortByTheirBytes() {
    assertThat(LOW).isLessThan(HIGH);
  }

  @Test
  void pointIdsSortNumbersFirstAndUnsigned() {
    PointId one = new PointId.Numeric(1);
    PointId most = new PointId.Numeric(-1);
    PointId low = new PointId.Uuid(LOW.value());
    PointId high = new PointId.Uuid(HIGH.value());

    assertThat(List.of(high, low, most, one).stream().sorted())
        .containsExactly(one, most, low, high);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1023, 1025, 2048, 16385})
  void slotCountNamesWhatItSupports(int count) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SlotCount.of(count))
        .withMessageContaining("use 1024, 4096 or 16384");
  }

  @Test
  void shardingAllowsOneShardPerTenSlots() {
    assertThat(Sharding.DEFAULT.maxShards()).isEqualTo(102);
    assertThat(Sharding.DEFAULT.slots()).isEqualTo(SlotCount.of(1024));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1001})
  void shardingBoundsVirtualNodes(int virtualNodes) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Sharding(
                    SlotCount.SLOTS_1024, AssignmentStrategy.CONSISTENT_HASH, virtualNodes))
        .withMessageContaining("sharding.virtualNodes " + virtualNodes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536})
  void memberBoundsItsPort(int port) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Member(LOW, "shard-0", port))
        .withMessageContaining("internal port " + port);
  }

  @Test
  void replicaSetIsEqualWhateverTheOrderItIsGivenIn() {
    Member a = new Member(LOW, "a", 7433);
    Member b = new Member(HIGH, "b", 7433);

    assertThat(ReplicaSet.of(List.of(b, a), HIGH, List.of(HIGH, LOW, HIGH)))
        .isEqualTo(ReplicaSet.of(List.of(a, b), HIGH, List.of(LOW, HIGH)));
  }

  @Test
  void replicaSetTellsJoinersFromInSyncMembers() {
    Member a = new Member(LOW, "a", 7433);
    Member b = new Member(HIGH, "b", 7433);
    ReplicaSet set = ReplicaSet.of(List.of(a, b), LOW, List.of(LOW));

    assertThat(set.isInSync(HIGH)).isFalse();
    assertThat(set.member(HIGH)).contains(b);
    assertThat(set.primaryMember()).contains(a);
    assertThat(ReplicaSet.AWAITED.primaryMember()).isEmpty();
  }

  @Test
  void replicaSetRefusesSetsThatCannotServe() {
    Member a = new Member(LOW, "a", 7433);
    Member b = new Member(HIGH, "b", 7433);

    assertThatIllegalArgumentException()
        .as("the primary is a joiner")
        .isThrownBy(() -> ReplicaSet.of(List.of(a, b), HIGH, List.of(LOW)));
    assertThatIllegalArgumentException()
        .as("an in-sync store that is no member")
        .isThrownBy(() -> ReplicaSet.of(List.of(a), LOW, List.of(LOW, HIGH)));
    assertThatIllegalArgumentException()
        .as("one store twice")
        .isThrownBy(() -> ReplicaSet.of(List.of(a, a), LOW, List.of(LOW)));
    assertThatIllegalArgumentException()
        .as("members without a primary")
        .isThrownBy(() -> new ReplicaSet(List.of(a), null, List.of(LOW)));
  }

  @Test
  void assignmentCopiesItsTable() {
    int[] owners = {0, 1, 1};
    Assignment assignment = Assignment.of(owners);
    owners[0] = 9;
    assignment.toArray()[1] = 9;

    assertThat(assignment).isEqualTo(Assignment.of(0, 1, 1));
    assertThat(assignment.slotsOf(new ShardId(1))).containsExactly(1, 2);
    assertThat(assignment.count(new ShardId(1))).isEqualTo(2);
    assertThat(assignment.count(new ShardId(2))).isZero();
  }

  @Test
  void assignmentListsTheSlotsThatMove() {
    assertThat(Assignment.of(0, 1, 1).movesTo(Assignment.of(0, 1, 2)))
        .containsExactly(new SlotMove(2, new ShardId(1), new ShardId(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Assignment.of(0).movesTo(Assignment.of(0, 0)));
    assertThatIllegalArgumentException().isThrownBy(() -> Assignment.of(0, -1));
  }

  @Test
  void fingerprintIsSha256AndShortensForApprovals() {
    Fingerprint empty = Fingerprint.of(new byte[0]);

    assertThat(empty)
        .hasToString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat("plan-" + empty.abbreviated()).matches("^[a-z]+-[0-9a-f]{10}$");
    assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint("E3"));
  }
}
