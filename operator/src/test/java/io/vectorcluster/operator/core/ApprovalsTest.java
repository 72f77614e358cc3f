package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.operator.core.Approval.Kind;
import io.vectorcluster.operator.core.Loss.Heir;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An approval is for one case, and for once. */
final class ApprovalsTest {
  private static final ClusterId CLUSTER = ClusterId.parse("11111111-2222-4333-8444-555555555555");
  private static final Heir HEIR = heir(0, 7, 100, 9);
  private static final Loss LOSS = loss(CLUSTER, 3, List.of(store(1)), HEIR, "some");

  private static StoreId store(int number) {
    return ScenarioTopology.store(number);
  }

  private static Heir heir(int shard, int store, long points, long last) {
    return new Heir(new ShardId(shard), store(store), points, last);
  }

  private static Loss loss(
      ClusterId cluster, long epoch, List<StoreId> lost, Heir heir, String summary) {
    return new Loss(Kind.PROMOTION, cluster, epoch, lost, List.of(heir), summary);
  }

  @Test
  void theIdIsStableAndOfTheFormOfTheSpec() {
    // Ids stand in people's files: another release must not give others.
    assertThat(LOSS.id(List.of())).isEqualTo("loss-9d16f6b385").matches("[a-z]+-[0-9a-f]{10}");
  }

  @Test
  void whateverChangesOfTheCaseChangesTheId() {
    ClusterId other = ClusterId.parse("11111111-2222-4333-8444-555555555556");
    List<StoreId> lost = List.of(store(1));
    List<Loss> cases =
        List.of(
            LOSS,
            loss(other, 3, lost, HEIR, "some"),
            loss(CLUSTER, 4, lost, HEIR, "some"),
            loss(CLUSTER, 3, List.of(store(1), store(2)), HEIR, "some"),
            loss(CLUSTER, 3, lost, heir(1, 7, 100, 9), "some"),
            loss(CLUSTER, 3, lost, heir(0, 8, 100, 9), "some"),
            loss(CLUSTER, 3, lost, heir(0, 7, 101, 9), "some"),
            loss(CLUSTER, 3, lost, heir(0, 7, 100, 10), "some"),
            new Loss(Kind.EMPTY_SHARD, CLUSTER, 3, lost, List.of(HEIR), "some"));

    assertThat(cases.stream().map(loss -> loss.id(List.of()))).doesNotHaveDuplicates();
  }

  @Test
  void theOrderOfTheStoresAndTheWordsOfTheSummaryDoNot() {
    List<StoreId> lost = List.of(store(1), store(2));

    assertThat(loss(CLUSTER, 3, lost.reversed(), HEIR, "other").id(List.of()))
        .isEqualTo(loss(CLUSTER, 3, lost, HEIR, "some").id(List.of()));
  }

  @Test
  void aCaseThatIsOpenTakesItsIdAndNoOther() {
    String id = LOSS.id(List.of());
    Approvals without = new Approvals(List.of("loss-ffffffffff"), List.of());
    Approvals with = new Approvals(List.of(id), List.of());

    assertThat(without.ask(LOSS).accepted()).isFalse();
    assertThat(without.pending()).extracting(Approval::id).containsExactly(id);
    assertThat(without.isOpen(new ShardId(0))).isTrue();
    assertThat(with.ask(LOSS).accepted()).isTrue();
    assertThat(with.accepted()).extracting(Approval::id).containsExactly(id);
    assertThat(with.pending()).isEmpty();
  }

  @Test
  void anIdThatWasUsedIsNeverUsedTwice() {
    String id = LOSS.id(List.of());
    Approvals first = new Approvals(List.of(id), List.of());
    first.ask(LOSS);

    Approvals later = new Approvals(List.of(id), first.spent(false));

    assertThat(later.ask(LOSS).accepted()).isFalse();
    assertThat(later.pending().getFirst().id()).isNotEqualTo(id);
  }

  @Test
  void anIdWithoutACaseIsSpentOnlyWhenAllCasesWereSeen() {
    Approvals none = new Approvals(List.of("loss-0000000001"), List.of("loss-0000000002"));

    assertThat(none.spent(false)).containsExactly("loss-0000000002");
    assertThat(none.spent(true)).containsExactly("loss-0000000002", "loss-0000000001");
  }

  @Test
  void anIdOfAPlanIsSpentOnlyInAPassThatAsksAboutPlans() {
    Approvals approvals = new Approvals(List.of("plan-0000000001"), List.of());

    assertThat(approvals.spent(true)).isEmpty();
    approvals.plansAreKnown();

    assertThat(approvals.spent(false)).isEmpty();
    assertThat(approvals.spent(true)).containsExactly("plan-0000000001");
  }

  @Test
  void theLatestSpentIdsAreKept() {
    List<String> many = IntStream.range(0, 200).mapToObj("loss-%010x"::formatted).toList();

    List<String> kept = new Approvals(new TreeSet<>(many.subList(0, 2)), many).spent(true);

    assertThat(kept).hasSize(128).endsWith(many.getLast());
    assertThat(new Approvals(List.of(), kept).spent(true)).isEqualTo(kept);
  }
}
