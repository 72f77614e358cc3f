package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What each step of a slot's way changes and marks (S1, S2, T2, V1). */
class MigrationsTest {
  private static final ShardId A = new ShardId(0);
  private static final ShardId B = new ShardId(1);
  private static final ShardId C = new ShardId(2);

  /** Epoch 1; the slots in turn to three shards. */
  private final Topology first =
      Topology.first(
          new ClusterId(new UUID(7, 7)), 1, Sharding.DEFAULT, List.of(A, B, C), inTurn());

  private final Topology copying = first.copying(List.of(new SlotMove(3, A, B)));
  private final Topology switched = copying.switching(List.of(3));

  private static Assignment inTurn() {
    int[] owners = new int[1024];
    Arrays.setAll(owners, slot -> slot % 3);
    return Assignment.of(owners);
  }

  private static List<Long> epochs(Topology topology) {
    return topology.shards().stream().map(ShardEntry::epoch).toList();
  }

  @Test
  void copyingMarksNothing() {
    assertThat(copying.epoch()).isEqualTo(2);
    assertThat(epochs(copying)).containsExactly(1L, 1L, 1L);
    assertThat(copying.assignment()).isEqualTo(first.assignment());
    assertThat(copying.terms()).isEqualTo(first.terms());
    assertThat(copying.migrations().of(3)).contains(new Migration(3, A, B, 2, 0, false));
    assertThat(copying.fingerprint()).isNotEqualTo(first.republishedAbove(1).fingerprint());
  }

  @Test
  void aPlanMarksNothingAndIsKept() {
    int[] owners = inTurn().toArray();
    owners[3] = 1;
    Assignment goal = Assignment.of(owners);
    Topology planned = first.withGoal(goal);

    assertThat(planned.epoch()).isEqualTo(2);
    assertThat(epochs(planned)).containsExactly(1L, 1L, 1L);
    assertThat(planned.assignment()).isEqualTo(inTurn());
    assertThat(planned.copying(planned.assignment().movesTo(goal)).switching(List.of(3)))
        .satisfies(
            reached -> {
              assertThat(reached.goal()).isEqualTo(goal);
              assertThat(reached.assignment()).isEqualTo(goal);
            });
    assertThat(planned.withGoal(goal)).isSameAs(planned);
    assertThat(planned.fingerprint()).isNotEqualTo(copying.fingerprint());
  }

  @Test
  void aSwitchMarksBothShardsAndReopensTheSlot() {
    assertThat(epochs(switched)).containsExactly(3L, 3L, 1L);
    assertThat(switched.ownerOf(3).id()).isEqualTo(B);
    assertThat(switched.terms().term(3)).isEqualTo(3);
    assertThat(switched.terms().term(0)).isEqualTo(1);
    assertThat(switched.shard(B).orElseThrow().term()).as("its primary stays").isEqualTo(1);
    assertThat(switched.migrations().of(3)).contains(new Migration(3, A, B, 2, 3, false));
  }

  @Test
  void theEndMarksNothing() {
    Topology settled = switched.settling(List.of(3));

    assertThat(settled.epoch()).isEqualTo(4);
    assertThat(epochs(settled)).containsExactly(3L, 3L, 1L);
    assertThat(settled.assignment()).isEqualTo(switched.assignment());
    assertThat(settled.migrations()).isEqualTo(Migrations.NONE);
  }

  @Test
  void whatIsDroppedWhileItIsCopiedStaysWhereItIs() {
    Topology dropped = copying.settling(List.of(3));

    assertThat(dropped.assignment()).isEqualTo(first.assignment());
    assertThat(dropped.terms()).isEqualTo(first.terms());
    assertThat(dropped.migrations().isEmpty()).isTrue();
  }

  @Test
  void theWayBackIsASwitchWithTheRolesExchanged() {
    Topology back = switched.returning(List.of(3));
    Topology again = back.returning(List.of(3));

    assertThat(back.migrations().of(3)).contains(new Migration(3, B, A, 2, 4, true));
    assertThat(back.ownerOf(3).id()).isEqualTo(A);
    assertThat(back.terms().term(3)).isEqualTo(4);
    assertThat(epochs(back)).containsExactly(4L, 4L, 1L);
    assertThat(again.migrations().of(3)).contains(new Migration(3, A, B, 2, 5, false));
    assertThat(again.migrations().of(3).orElseThrow().origin()).isEqualTo(A);
    assertThat(back.migrations().of(3).orElseThrow().origin()).isEqualTo(A);
  }

  @Test
  void aPromotionReopensWhatTheShardOwnsAndLeavesMigrationsAlone() {
    Member member = new Member(new StoreId(new UUID(0, 9)), "n", 7433);
    Topology promoted = switched.withReplicas(Map.of(A, ReplicaSet.single(member)));

    assertThat(promoted.migrations()).isEqualTo(switched.migrations());
    assertThat(promoted.terms().term(3)).as("owned by another shard").isEqualTo(3);
    assertThat(promoted.terms().term(0)).isEqualTo(4);
    assertThat(promoted.shard(A).orElseThrow().term()).isEqualTo(4);
  }

  @Test
  void migrationsThatContradictTheRestAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.copying(List.of(new SlotMove(3, B, C))))
        .withMessageContaining("contradicts the slot's owner, 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.copying(List.of(new SlotMove(3, A, new ShardId(9)))))
        .withMessageContaining("is not between shards");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.copying(List.of(new SlotMove(1024, A, B))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> copying.copying(List.of(new SlotMove(3, A, C))))
        .withMessageContaining("slot 3 migrates twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.switching(List.of(3)))
        .withMessageContaining("slot 3 does not migrate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> switched.switching(List.of(3)))
        .withMessageContaining("was switched at epoch 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> copying.returning(List.of(3)))
        .withMessageContaining("drop the migration instead");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> switched.withAssignment(first.assignment()))
        .withMessageContaining("contradicts the slot's owner, 0");
  }
}
