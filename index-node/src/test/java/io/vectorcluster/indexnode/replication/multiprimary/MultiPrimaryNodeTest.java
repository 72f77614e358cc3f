package io.vectorcluster.indexnode.replication.multiprimary;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.points.SimulatedPoints;
import io.vectorcluster.indexnode.replication.quorum.Stored;
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
    SimulatedShipments store = new SimulatedShipments(new SimulatedPoints(1, 1), 10);
    store.promise(PROMISED);
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

  /** What is said would be made durable, and answered in the same way, for ever. */
  private static List<MultiEffect> whenOnlyOthersWroteLast(MultiRule.Kept rules) {
    SimulatedPoints points = new SimulatedPoints(1, 1);
    points.merge(
        new Stored(
            KEY, new Version(1, 5, 99), new RequestId(1, 1), new LoggedWrite.Change.Delete()));
    MultiPrimaryNode node =
        new MultiPrimaryNode(
            7, 1, List.of(B), new SimulatedShipments(points, 10), MultiTiming.DEFAULT, rules);
    node.step(new MultiEvent.Received(B, new MultiMessage.Have(0)), 1);
    return node.step(new MultiEvent.Persisted(List.of()), 2);
  }

  @Test
  void whoeverHasNothingToShipIsSilent() {
    assertThat(whenOnlyOthersWroteLast(MultiRule.Kept.ALL)).isEmpty();
    assertThat(whenOnlyOthersWroteLast(new MultiRule.Kept(MultiRule.BE_SILENT_AT_REST)))
        .containsExactly(new MultiEffect.Send(B, new MultiMessage.Ship(0, 0, List.of(), 0)));
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
