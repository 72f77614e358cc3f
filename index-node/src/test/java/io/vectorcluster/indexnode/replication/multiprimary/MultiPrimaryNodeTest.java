package io.vectorcluster.indexnode.replication.multiprimary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.StoreId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MultiPrimaryNodeTest {
  private static final StoreId A = new StoreId(new UUID(0, 1));
  private static final StoreId B = new StoreId(new UUID(0, 2));
  private static final long PROMISED = 1_000_000;
  private static final PointKey KEY =
      new PointKey(new CollectionNumber(1), 0, new PointId.Numeric(1));

  /** Seeds hardly ever have a clock that goes back and nothing newer in the store. */
  private static long stampAfterARestart(MultiRule.Kept rules) {
    SimulatedMultiStore store = new SimulatedMultiStore(1);
    store.perform(new MultiEffect.Promise(1, PROMISED));
    MultiPrimaryNode node =
        new MultiPrimaryNode(7, 1, List.of(B), store, MultiTiming.DEFAULT, rules);
    MultiEffect effect =
        node.step(
                new MultiEvent.Write(0, new RequestId(1, 1), KEY, new LoggedWrite.Change.Delete()),
                0)
            .getFirst();
    return ((MultiEffect.Log) effect).record().version().clock();
  }

  @Test
  void stampsAreAboveWhatWasPromisedBeforeARestart() {
    assertThat(stampAfterARestart(MultiRule.Kept.ALL)).isGreaterThan(PROMISED);
    assertThat(stampAfterARestart(new MultiRule.Kept(MultiRule.REMEMBER_PROMISE)))
        .isLessThan(PROMISED);
  }

  @Test
  void aStoreThatSaysNothingHoldsTheFloor() {
    assertThat(TombstoneFloor.next(5, Map.of(A, 90L), List.of(A, B), 1_000_000, 0)).isEqualTo(5);
    assertThat(TombstoneFloor.next(5, Map.of(A, 90L, B, 80L), List.of(A, B), 1_000_000, 0))
        .isEqualTo(80);
  }

  @Test
  void theFloorStaysBelowTheGrace() {
    assertThat(TombstoneFloor.next(5, Map.of(A, 90L, B, 80L), List.of(A, B), 1_000, 1_000))
        .isEqualTo(5);
  }
}
