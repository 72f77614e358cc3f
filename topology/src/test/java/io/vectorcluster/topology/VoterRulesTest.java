package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who gets a vote when sets change (Q2), and that a cluster keeps its mode. */
final class VoterRulesTest {
  private static final ShardId SHARD = new ShardId(0);
  private static final ReplicationMode.Quorum TWO_OF_THREE = ReplicationMode.Quorum.majority(3);

  @Test
  void theFirstStoresInSyncGetTheVotesOnceThereAreEnough() {
    Topology two = quorum().withReplicas(Map.of(SHARD, set("1*2*")));
    Topology three = two.withReplicas(Map.of(SHARD, set("1*2*3*")));

    assertThat(voters(two)).isEmpty();
    assertThat(voters(three)).contains(new Voters(3, stores(1, 2, 3), 0, List.of()));
  }

  @Test
  void aStoreThatIsAwayKeepsItsVoteUntilAnotherComesIntoSync() {
    Topology full = quorum().withReplicas(Map.of(SHARD, set("1*2*3*")));
    Topology away = full.withReplicas(Map.of(SHARD, set("1*3*")));
    Topology joining = away.withReplicas(Map.of(SHARD, set("1*3*4")));
    Topology replaced = joining.withReplicas(Map.of(SHARD, set("1*3*4*")));

    assertThat(voters(joining)).isEqualTo(voters(full));
    assertThat(voters(replaced)).contains(new Voters(5, stores(1, 3, 4), 2, stores(1, 2, 3)));
    assertThat(voters(replaced.withReplicas(Map.of(SHARD, set("1*2*3*4*")))))
        .as("who comes back finds its vote taken")
        .isEqualTo(voters(replaced));
  }

  @Test
  void aJoinerIsReadyOnlyInPlaceOfAnother() {
    ShardEntry full = shard(quorum().withReplicas(Map.of(SHARD, set("1*2*3*4"))));
    ShardEntry away =
        shard(
            quorum()
                .withReplicas(Map.of(SHARD, set("1*2*3*")))
                .withReplicas(Map.of(SHARD, set("1*2*3 4"))));

    Set<StoreId> three = Set.of(store(1), store(2), store(3));
    Set<StoreId> two = Set.of(store(1), store(2));
    Set<StoreId> one = Set.of(store(1), store(4));

    assertThat(VoterRules.mayJoin(TWO_OF_THREE, full, store(4), three)).isFalse();
    assertThat(VoterRules.mayJoin(TWO_OF_THREE, away, store(4), two)).isTrue();
    assertThat(VoterRules.mayJoin(TWO_OF_THREE, away, store(4), one))
        .as("the present voters do not hold yet")
        .isFalse();
    assertThat(VoterRules.mayJoin(TWO_OF_THREE, away, store(3), one)).isTrue();
    ReplicationMode allWrite = new ReplicationMode.Quorum(3, 3, 2);
    assertThat(VoterRules.mayJoin(allWrite, away, store(4), two))
        .as("the third will never hold again")
        .isTrue();
    assertThat(VoterRules.mayJoin(allWrite, away, store(4), one)).isFalse();
    ReplicationMode multi = new ReplicationMode.MultiPrimary();
    assertThat(VoterRules.mayJoin(multi, away, store(4), two)).isFalse();
    assertThat(VoterRules.mayJoin(multi, away, store(4), Set.of(store(4)))).isTrue();
  }

  @Test
  void aTopologyOfAnotherModeIsRefused() {
    Topology one = quorum().withReplicas(Map.of(SHARD, set("1*2*3*")));
    Topology other =
        new Topology(
            one.clusterId(),
            one.epoch() + 1,
            one.sharding(),
            List.of(ShardEntry.first(ReplicationMode.DEFAULT, SHARD, 2, set("1*2*3*"))),
            one.assignment(),
            one.terms());

    assertThat(other.comparedTo(one)).isEqualTo(Succession.CONFLICTING);
    assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    assertThat(one.republishedAbove(9).mode()).isEqualTo(TWO_OF_THREE);
  }

  @Test
  void quorumsHaveToMeet() {
    assertThat(ReplicationMode.Quorum.majority(5)).isEqualTo(new ReplicationMode.Quorum(5, 3, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new ReplicationMode.Quorum(2, 2, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new ReplicationMode.Quorum(4, 2, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new ReplicationMode.Quorum(3, 2, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Topology(
                    quorum().clusterId(),
                    1,
                    Sharding.DEFAULT,
                    List.of(ShardEntry.first(TWO_OF_THREE, SHARD, 1, set("1*2*3*"))),
                    quorum().assignment(),
                    SlotTerms.all(1024, 1)));
  }

  private static Topology quorum() {
    return Topology.first(
        new ClusterId(new UUID(7, 7)),
        1,
        Sharding.DEFAULT,
        List.of(SHARD),
        Assignment.single(1024, SHARD),
        TWO_OF_THREE);
  }

  /** Digits are stores, those in sync with a star; the first is the primary. */
  private static ReplicaSet set(String text) {
    List<Member> members =
        text.chars()
            .filter(Character::isDigit)
            .mapToObj(digit -> new Member(store(digit - '0'), "host-" + digit, 7433))
            .toList();
    List<StoreId> inSync =
        members.stream()
            .map(Member::store)
            .filter(store -> text.contains(store.value().getLeastSignificantBits() + "*"))
            .toList();
    return ReplicaSet.of(members, inSync.getFirst(), inSync);
  }

  private static ShardEntry shard(Topology topology) {
    return topology.shard(SHARD).orElseThrow();
  }

  private static Optional<Voters> voters(Topology topology) {
    return shard(topology).voters();
  }

  private static List<StoreId> stores(long... numbers) {
    return Arrays.stream(numbers).mapToObj(VoterRulesTest::store).toList();
  }

  private static StoreId store(long number) {
    return new StoreId(new UUID(0, number));
  }
}
