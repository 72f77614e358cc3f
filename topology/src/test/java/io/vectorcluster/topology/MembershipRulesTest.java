package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may become a member, leave, or take over, by whose word. */
final class MembershipRulesTest {
  private static final long EPOCH = 7;
  private static final Member A = member(1);
  private static final Member B = member(2);
  private static final Member C = member(3);
  private static final ShardEntry ALL = entry(Set.of(A, B, C), Set.of(A, B, C));

  private static Member member(int number) {
    return new Member(new StoreId(new UUID(0, number)), "n" + number, 7433);
  }

  private static ShardEntry entry(Set<Member> members, Set<Member> inSync) {
    List<StoreId> stores = inSync.stream().map(Member::store).toList();
    return ShardEntry.first(
        ReplicationMode.DEFAULT, new ShardId(0), EPOCH, ReplicaSet.of(members, A.store(), stores));
  }

  private static MemberReport primary(
      long epoch, Set<Member> silent, Set<Member> lost, Set<Member> ready) {
    return new MemberReport(
        A.store(), epoch, true, stores(silent), stores(lost), stores(ready), false, 10, List.of());
  }

  private static SortedSet<StoreId> stores(Set<Member> members) {
    return new TreeSet<>(members.stream().map(Member::store).toList());
  }

  private static MemberReport bereft(Member member, long last) {
    return MemberReport.ofMember(member.store(), EPOCH, true, last);
  }

  private static ReplicaSet next(ShardEntry entry, MemberReport... reports) {
    return MembershipRules.next(entry, List.of(reports), List.of());
  }

  @Test
  void withoutAWordNothingChanges() {
    assertThat(next(ALL)).isEqualTo(ALL.replicas());
    assertThat(next(ALL, primary(EPOCH, Set.of(), Set.of(), Set.of()))).isEqualTo(ALL.replicas());
    assertThat(next(ALL, MemberReport.ofMember(B.store(), EPOCH, false, 10)))
        .as("a member that hears its primary, which the operator does not reach")
        .isEqualTo(ALL.replicas());
  }

  @Test
  void aSilentOrLostMemberLeavesTheSetOnThePrimarysWord() {
    assertThat(next(ALL, primary(EPOCH, Set.of(B), Set.of(C), Set.of())).inSync())
        .containsExactly(A.store());
  }

  @Test
  void aWordOfAnotherEpochIsNone() {
    ShardEntry two = entry(Set.of(A, B, C), Set.of(A, B));

    assertThat(next(two, primary(EPOCH - 1, Set.of(B), Set.of(), Set.of(C))))
        .isEqualTo(two.replicas());
  }

  @Test
  void aJoinerCountsOnceItIsReady() {
    ShardEntry two = entry(Set.of(A, B, C), Set.of(A, B));

    assertThat(next(two, primary(EPOCH, Set.of(), Set.of(), Set.of(C))).inSync())
        .containsExactly(A.store(), B.store(), C.store());
  }

  @Test
  void aSilentJoinerThatIsWaitedForLeaves() {
    ShardEntry two = entry(Set.of(A, B, C), Set.of(A, B));

    ReplicaSet next = next(two, primary(EPOCH, Set.of(C), Set.of(), Set.of(C)));

    assertThat(next.inSync()).containsExactly(A.store(), B.store());
    assertThat(next.member(C.store())).isEmpty();
  }

  @Test
  void aLostJoinerLeavesBeforeItJoinsAgain() {
    ShardEntry two = entry(Set.of(A, B, C), Set.of(A, B));

    ReplicaSet next =
        MembershipRules.next(
            two, List.of(primary(EPOCH, Set.of(), Set.of(C), Set.of(C))), List.of(A, B, C));

    assertThat(next.member(C.store())).isEmpty();
  }

  @Test
  void anInSyncMemberThatHoldsMostTakesOver() {
    ReplicaSet next = next(ALL, bereft(B, 11), bereft(C, 12));

    assertThat(next.primaryMember()).contains(C);
    assertThat(next.inSync()).containsExactly(B.store(), C.store());
    assertThat(next.member(A.store())).as("it may come back as a joiner").isPresent();
  }

  @Test
  void aJoinerNeverTakesOver() {
    ShardEntry one = entry(Set.of(A, B, C), Set.of(A));

    assertThat(next(one, bereft(B, 99), bereft(C, 99))).isEqualTo(one.replicas());
  }

  @Test
  void aPrimaryThatAnswersKeepsItsOffice() {
    assertThat(next(ALL, primary(EPOCH, Set.of(B), Set.of(), Set.of()), bereft(B, 99)).primary())
        .isEqualTo(A.store());
  }

  @Test
  void aStoreThatIsThereJoins() {
    ShardEntry two = entry(Set.of(A, B), Set.of(A, B));

    ReplicaSet next = MembershipRules.next(two, List.of(), List.of(A, B, C));

    assertThat(next.members()).containsExactly(A, B, C);
    assertThat(next.isInSync(C.store())).isFalse();
  }
}
