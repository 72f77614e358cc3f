package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which entries and slots a change marks (T2, V1), and how copies compare (T1). */
class TopologyTest {

  private static final ClusterId CLUSTER = new ClusterId(new UUID(7, 7));
  private static final ShardId A = new ShardId(0);
  private static final ShardId B = new ShardId(1);
  private static final ShardId C = new ShardId(2);

  private final Topology first =
      Topology.first(CLUSTER, 1, Sharding.DEFAULT, List.of(B, C, A), table(0, 1, 2));

  @Test
  void firstAwaitsItsStores() {
    assertThat(first.shards())
        .containsExactly(
            ShardEntry.awaited(A, 1), ShardEntry.awaited(B, 1), ShardEntry.awaited(C, 1));
    assertThat(first.terms()).isEqualTo(SlotTerms.all(1024, 1));
  }

  @Test
  void firstOfARestoredClusterStartsAboveItsManifest() {
    Topology restored = Topology.first(CLUSTER, 42, Sharding.DEFAULT, List.of(A), table(0));

    assertThat(restored.terms().term(1023)).isEqualTo(42);
    assertThat(restored.ownerOf(5).epoch()).isEqualTo(42);
  }

  @Test
  void aNewPrimaryMarksItsShardAndReopensItsSlotsOnly() {
    // When
    Topology next = first.withReplicas(Map.of(B, single(10)));

    // Then
    assertThat(next.epoch()).isEqualTo(2);
    assertThat(next.shards().stream().map(ShardEntry::epoch)).containsExactly(1L, 2L, 1L);
    assertThat(next.terms().toArray()).startsWith(1, 2, 1, 1, 2, 1);
    assertThat(next.shardOf(store(10)).orElseThrow().id()).isEqualTo(B);
  }

  @Test
  void aJoinerMarksItsShardButReopensNothing() {
    // Given
    Topology formed = first.withReplicas(Map.of(B, single(10)));
    ReplicaSet withJoiner =
        ReplicaSet.of(List.of(member(10), member(11)), store(10), List.of(store(10)));

    // When
    Topology next = formed.withReplicas(Map.of(B, withJoiner));

    // Then
    assertThat(next.shard(B).orElseThrow().epoch()).isEqualTo(3);
    assertThat(next.terms()).isEqualTo(formed.terms());
  }

  @Test
  void aMovedSlotMarksBothItsShardsAndIsReopened() {
    // Given
    int[] owners = first.assignment().toArray();
    owners[0] = 1;

    // When
    Topology next = first.withAssignment(Assignment.of(owners));

    // Then
    assertThat(next.shards().stream().map(ShardEntry::epoch)).containsExactly(2L, 2L, 1L);
    assertThat(next.terms().toArray()).startsWith(2, 1, 1, 1);
    assertThat(next.ownerOf(0).id()).isEqualTo(B);
  }

  @Test
  void shardsComeAndGoWithTheirSlots() {
    // Given
    ShardId joining = new ShardId(5);
    Topology formed = first.withReplicas(Map.of(A, single(10)));

    // When
    Topology next = formed.withShards(List.of(A, B, joining), table(0, 1, 5));

    // Then
    assertThat(next.shards())
        .containsExactly(
            ShardEntry.first(ReplicationMode.DEFAULT, A, 2, single(10)),
            ShardEntry.awaited(B, 1),
            ShardEntry.awaited(joining, 3));
    assertThat(next.terms().toArray()).startsWith(2, 1, 3, 2, 1, 3);
    assertThat(next.shard(C)).isEmpty();
  }

  @Test
  void aShardThatOwnsNothingLeavesWithoutMarkingOthers() {
    Topology emptied = first.withAssignment(table(0, 1));

    Topology next = emptied.withShards(List.of(A, B), emptied.assignment());

    assertThat(next.epoch()).isEqualTo(3);
    assertThat(next.shards()).allSatisfy(shard -> assertThat(shard.epoch()).isEqualTo(2));
  }

  @Test
  void aDecisionThatChangesNothingPublishesNothing() {
    Topology formed = first.withReplicas(Map.of(A, single(10), B, single(11)));

    assertThat(formed.withReplicas(Map.of(A, single(10)))).isSameAs(formed);
    assertThat(formed.withShards(List.of(C, B, A), table(0, 1, 2))).isSameAs(formed);
    assertThat(formed.withAssignment(formed.assignment())).isSameAs(formed);
  }

  @Test
  void aSetNeverBecomesEmpty() {
    Topology formed = first.withReplicas(Map.of(A, single(10)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> formed.withReplicas(Map.of(A, ReplicaSet.AWAITED)))
        .withMessageContaining("shard 0 would lose its last store");
  }

  @Test
  void recordsThatContradictThemselvesAreRefused() {
    assertThatIllegalArgumentException()
        .as("a slot owned by a shard that is not listed")
        .isThrownBy(() -> first.withShards(List.of(A, B), first.assignment()))
        .withMessageContaining("[0, 1, 2]");
    assertThatIllegalArgumentException()
        .as("a store in two shards")
        .isThrownBy(() -> first.withReplicas(Map.of(A, single(10), B, single(10))));
    assertThatIllegalArgumentException()
        .as("stores for a shard that is not listed")
        .isThrownBy(() -> first.withReplicas(Map.of(new ShardId(9), single(10))));
    assertThatIllegalArgumentException()
        .as("a term from the future")
        .isThrownBy(() -> with(1, first.assignment(), SlotTerms.all(1024, 2)));
    assertThatIllegalArgumentException()
        .as("an entry from the future")
        .isThrownBy(() -> with(0, first.assignment(), first.terms()));
    assertThatIllegalArgumentException()
        .as("an assignment of another slot count")
        .isThrownBy(() -> with(1, Assignment.of(0, 1, 2), first.terms()));
    assertThatIllegalArgumentException()
        .as("terms of another slot count")
        .isThrownBy(() -> with(1, first.assignment(), SlotTerms.of(1, 1)));
    assertThatIllegalArgumentException()
        .as("no shards")
        .isThrownBy(() -> first.withShards(List.of(), first.assignment()));
  }

  @Test
  void onlyAHigherEpochOfTheSameClusterSupersedes() {
    Topology next = first.withReplicas(Map.of(A, single(10)));
    Topology rival = first.withReplicas(Map.of(A, single(11)));
    Topology stranger =
        Topology.first(new ClusterId(new UUID(7, 8)), 9, Sharding.DEFAULT, List.of(A), table(0));

    assertThat(next.comparedTo(first)).isEqualTo(Succession.NEWER);
    assertThat(first.comparedTo(next)).isEqualTo(Succession.OLDER);
    assertThat(first.comparedTo(with(1, table(0, 1, 2), first.terms()))).isEqualTo(Succession.SAME);
    assertThat(next.comparedTo(rival)).isEqualTo(Succession.CONFLICTING);
    assertThat(stranger.comparedTo(next)).isEqualTo(Succession.CONFLICTING);
    assertThat(next.supersedes(first)).isTrue();
    assertThat(stranger.supersedes(next)).isFalse();
  }

  @Test
  void aLostRecordIsRepublishedAboveWhatWasSeenAndChangesAllShards() {
    Topology highestCopy = first.withReplicas(Map.of(A, single(10)));

    Topology republished = highestCopy.republishedAbove(17);

    assertThat(republished.epoch()).isEqualTo(18);
    assertThat(highestCopy.republishedAbove(1).epoch()).isEqualTo(3);
    assertThat(republished.shards())
        .allSatisfy(shard -> assertThat(shard.epoch()).isEqualTo(18))
        .map(ShardEntry::replicas)
        .isEqualTo(highestCopy.shards().stream().map(ShardEntry::replicas).toList());
    assertThat(republished.terms()).isEqualTo(highestCopy.terms());
  }

  @Test
  void theFingerprintCoversEverythingAndThePlansOnlyShardsAndOwners() {
    Topology formed = first.withReplicas(Map.of(A, single(10)));
    Topology moved = first.withAssignment(table(0, 2, 1));

    assertThat(formed.fingerprint()).isNotEqualTo(first.fingerprint());
    assertThat(formed.planFingerprint()).isEqualTo(first.planFingerprint());
    assertThat(moved.planFingerprint()).isNotEqualTo(first.planFingerprint());
    assertThat(Fingerprint.ofPlan(List.of(C, A, B, A), first.assignment()))
        .isEqualTo(first.planFingerprint());
  }

  /** Approvals in specs and hashes in status outlive a release: neither may change by itself. */
  @Test
  void fingerprintsDoNotChangeBetweenReleases() {
    Topology formed = first.withReplicas(Map.of(A, single(10)));

    assertThat(formed.fingerprint())
        .hasToString("5eb4dea10f94c592f0f62183eeab51d968edcb0dc614b4a2e2219c340063caef");
    assertThat(formed.planFingerprint())
        .hasToString("baf8296338749debc8dd9d7d097f2414f52f7390bc4db663b048f46b771df027");
  }

  @Test
  void successiveChangesGiveGrowingTermsAndEpochs() {
    // Given two promotions and a move of slot 1 between them
    Topology two = first.withReplicas(Map.of(A, single(10), B, single(11)));
    int[] owners = two.assignment().toArray();
    owners[1] = 0;
    Topology three = two.withAssignment(Assignment.of(owners));
    ReplicaSet promoted = single(12);

    // When
    Topology four = three.withReplicas(Map.of(A, promoted));

    // Then
    assertThat(four.terms().toArray()).startsWith(4, 4, 1, 4, 2, 1);
    assertThat(four.shards().stream().map(ShardEntry::epoch)).containsExactly(4L, 3L, 1L);
  }

  private Topology with(long epoch, Assignment assignment, SlotTerms terms) {
    return new Topology(CLUSTER, epoch, Sharding.DEFAULT, first.shards(), assignment, terms);
  }

  /** Owners repeated over all slots. */
  private static Assignment table(int... owners) {
    int[] table = new int[1024];
    for (int slot = 0; slot < table.length; slot++) {
      table[slot] = owners[slot % owners.length];
    }
    return Assignment.of(table);
  }

  private static StoreId store(long number) {
    return new StoreId(new UUID(0, number));
  }

  private static Member member(long number) {
    return new Member(store(number), "host-" + number, 7433);
  }

  private static ReplicaSet single(long number) {
    return ReplicaSet.single(member(number));
  }
}
