package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** T2: a call is judged by the epoch of its shard's entry. */
class EpochCheckTest {

  private static final ShardId QUIET = new ShardId(0);
  private static final ShardId CHANGED = new ShardId(1);
  private static final ShardId REMOVED = new ShardId(2);

  private final Topology first =
      Topology.first(
          new ClusterId(new UUID(1, 2)),
          5,
          Sharding.DEFAULT,
          List.of(QUIET, CHANGED, REMOVED),
          Assignment.single(1024, QUIET));

  private final Topology own =
      first
          .withShards(List.of(QUIET, CHANGED), first.assignment())
          .withReplicas(
              Map.of(
                  CHANGED,
                  ReplicaSet.single(new Member(new StoreId(new UUID(0, 1)), "host", 7433))));

  @Test
  void aChangeElsewhereRefusesNothing() {
    assertThat(own.epoch()).isEqualTo(7);
    assertThat(EpochCheck.of(own, QUIET, 5)).isEqualTo(new EpochCheck.Current());
    assertThat(EpochCheck.of(own, CHANGED, 7)).isEqualTo(new EpochCheck.Current());
  }

  @Test
  void anOlderCallerGetsTheTopology() {
    assertThat(EpochCheck.of(own, CHANGED, 5)).isEqualTo(new EpochCheck.CallerOlder(own));
    assertThat(EpochCheck.of(own, QUIET, 4)).isEqualTo(new EpochCheck.CallerOlder(own));
  }

  @Test
  void aCallerOfARemovedShardIsOlder() {
    assertThat(EpochCheck.of(own, REMOVED, 5)).isEqualTo(new EpochCheck.CallerOlder(own));
  }

  @Test
  void aNewerCallerMakesTheNodeAdopt() {
    assertThat(EpochCheck.of(own, QUIET, 8)).isEqualTo(new EpochCheck.CallerNewer(8));
    assertThat(EpochCheck.of(own, new ShardId(9), 8)).isEqualTo(new EpochCheck.CallerNewer(8));
  }

  @Test
  void anEpochTheShardNeverHadIsRefusedInsteadOfWaitedFor() {
    assertThat(EpochCheck.of(own, QUIET, 6)).isEqualTo(new EpochCheck.CallerOlder(own));
  }
}
