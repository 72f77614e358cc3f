package io.vectorcluster.indexnode.store;

import static io.vectorcluster.indexnode.store.Stores.ONE;
import static io.vectorcluster.indexnode.store.Stores.TWO;
import static io.vectorcluster.indexnode.store.Stores.allSlots;
import static io.vectorcluster.indexnode.store.Stores.commit;
import static io.vectorcluster.indexnode.store.Stores.delete;
import static io.vectorcluster.indexnode.store.Stores.id;
import static io.vectorcluster.indexnode.store.Stores.key;
import static io.vectorcluster.indexnode.store.Stores.point;
import static io.vectorcluster.indexnode.store.Stores.upsert;
import static io.vectorcluster.indexnode.store.Stores.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.store.CommitOutcome.Committed;
import io.vectorcluster.indexnode.store.CommitOutcome.Effect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller may rely on, one case each. */
final class ShardStoreTest {
  private final Random random = new Random(5);
  private final Point first = point(id(1), random);
  private final Point second = point(id(1), random);

  @TempDir private Path directory;
  private ShardStore store;

  @BeforeEach
  void open() {
    store = Stores.open(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void pointIsReadBackWithItsVersionHashAndSequence() {
    commit(store, upsert(1, version(10), key(1), first));

    Optional<StoredPoint> read = store.point(key(1), Selection.ALL);

    assertThat(read)
        .contains(new StoredPoint(first, version(10), PointContent.of(first).hash(), 1));
  }

  @Test
  void selectionLeavesOutWhatIsNotAskedFor() {
    commit(store, upsert(1, version(10), key(1), first));

    assertThat(store.point(key(1), Selection.PAYLOAD).orElseThrow().point())
        .isEqualTo(new Point(id(1), Map.of(), first.payload()));
    assertThat(store.point(key(1), Selection.NOTHING).orElseThrow().point())
        .isEqualTo(new Point(id(1), Map.of(), Payload.EMPTY));
  }

  @Test
  void commitTellsWhatEachWriteMet() {
    commit(store, upsert(1, version(10), key(1), first));
    Head stored = store.head(key(1)).orElseThrow();

    Committed outcome =
        commit(
            store,
            upsert(2, version(11), key(1), second),
            delete(3, version(12), key(1)),
            upsert(4, version(9), key(1), first));

    Head.Live superseded =
        new Head.Live(
            version(11),
            new LogPosition(1, 2),
            PointContent.of(second).hash(),
            PointContent.of(second).sizeBytes());
    Head.Tombstone tombstone = new Head.Tombstone(version(12), new LogPosition(1, 3));
    assertThat(outcome.last()).isEqualTo(new LogPosition(1, 4));
    assertThat(outcome.effects())
        .containsExactly(
            new Effect(key(1), true, Optional.of(stored)),
            new Effect(key(1), true, Optional.of(superseded)),
            new Effect(key(1), false, Optional.of(tombstone)));
    assertThat(store.head(key(1))).contains(tombstone);
    assertThat(store.point(key(1), Selection.ALL)).isEmpty();
  }

  @Test
  void tombstoneOfAnUnknownPointKeepsOlderWritesOut() {
    commit(store, delete(1, version(20), key(1)), upsert(2, version(19), key(1), first));

    assertThat(store.point(key(1), Selection.ALL)).isEmpty();
    assertThat(store.total(ONE, allSlots()).points()).isZero();
    assertThat(store.total(ONE, allSlots()).tombstones()).isEqualTo(1);
  }

  @Test
  void writesThatDoNotFollowTheLogAreRefusedAndChangeNothing() {
    commit(store, upsert(1, version(10), key(1), first));

    for (long sequence : new long[] {1, 3}) {
      assertThat(store.commit(List.of(upsert(sequence, version(11), key(1), second))))
          .isInstanceOf(CommitOutcome.OutOfOrder.class);
    }
    assertThat(
            store.commit(
                List.of(
                    upsert(2, version(11), key(2), second),
                    upsert(4, version(12), key(3), second))))
        .isInstanceOf(CommitOutcome.OutOfOrder.class);

    assertThat(store.position().last()).isEqualTo(new LogPosition(1, 1));
    assertThat(store.head(key(2))).isEmpty();
    assertThat(store.readLog(1, 10))
        .isInstanceOfSatisfying(
            LogRead.Entries.class, read -> assertThat(read.entries()).hasSize(1));
  }

  @Test
  void positionAndHighestClockSurviveAReopen() {
    commit(
        store,
        upsert(1, version(50), key(1), first),
        upsert(2, version(40), key(2), point(id(2), random)));

    store.close();
    store = Stores.open(directory);

    assertThat(store.position()).isEqualTo(new StorePosition(new LogPosition(1, 2), 50));
    assertThat(store.point(key(1), Selection.ALL)).isPresent();
  }

  @Test
  void droppedCollectionIsEmptyAndTheOtherIsNot() {
    PointKey other = key(TWO, id(1));
    commit(
        store,
        upsert(1, version(10), key(1), first),
        delete(2, version(10), key(2)),
        upsert(3, version(10), other, second));

    store.dropCollection(ONE);
    store.dropCollection(ONE);
    store.close();
    store = Stores.open(directory);

    assertThat(store.heads(List.of(key(1), key(2)))).isEmpty();
    assertThat(store.digests(ONE)).isEmpty();
    assertThat(store.point(other, Selection.ALL)).isPresent();
    assertThat(store.total(TWO, allSlots()).points()).isEqualTo(1);
  }

  @Test
  void topologyAndCatalogAreKeptAndNeverGoBack() {
    store.keep(KeptRecord.TOPOLOGY, new byte[] {1, 2}, 5);
    store.keep(KeptRecord.TOPOLOGY, new byte[] {1, 2}, 5);
    store.keep(KeptRecord.CATALOG, new byte[] {3}, 1);

    assertThatThrownBy(() -> store.keep(KeptRecord.TOPOLOGY, new byte[] {9}, 4))
        .hasMessageContaining("epoch 4");
    assertThatThrownBy(() -> store.keep(KeptRecord.TOPOLOGY, new byte[] {9}, 5))
        .hasMessageContaining("epoch 5");
    store.close();
    store = Stores.open(directory);

    assertThat(store.kept(KeptRecord.TOPOLOGY)).contains(new StoredCopy(5, new byte[] {1, 2}));
    assertThat(store.kept(KeptRecord.CATALOG)).contains(new StoredCopy(1, new byte[] {3}));
  }

  @Test
  void figuresCountWhatIsThere() {
    commit(store, upsert(1, version(10), key(1), first));

    StoreFigures figures = store.figures();

    assertThat(figures.diskBytes()).isPositive();
    assertThat(figures.memtableBytes()).isPositive();
    assertThat(figures.firstLogSequence()).isEqualTo(1);
    assertThat(figures.position().last().sequence()).isEqualTo(1);
  }
}
