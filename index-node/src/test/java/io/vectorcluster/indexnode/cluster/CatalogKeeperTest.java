package io.vectorcluster.indexnode.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.topology.StoreId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The keeper of a catalog that was set back: the highest copy of any node counts (R3). */
final class CatalogKeeperTest {
  private static final StoreId STORE = new StoreId(new UUID(1, 1));
  private static final Deadline LATER = new Deadline(Instant.MAX);
  private static final CollectionConfig CONFIG =
      new CollectionConfig(
          new TreeMap<>(
              Map.of("", new VectorParams(2, Distance.DOT, Precision.FLOAT32, HnswConfig.DEFAULT))),
          "{}");
  private static final Catalog ONE = Catalog.EMPTY.with("a", CONFIG);
  private static final Catalog TWO = ONE.with("b", CONFIG);

  /** What the shard holds, and every catalog that was written to it. */
  private static final class Kept implements KeptCatalog {
    private final List<Catalog> written = new ArrayList<>();
    private Catalog present = Catalog.EMPTY;

    @Override
    public Outcome<Catalog> read(Deadline deadline) {
      return Outcome.done(present);
    }

    @Override
    public Outcome<Catalog> write(Catalog next, Deadline deadline) {
      present = next;
      written.add(next);
      return Outcome.done(next);
    }
  }

  private final Kept kept = new Kept();
  private final CatalogCopy copy = new CatalogCopy(RecordLog.NONE);
  private final List<Catalog> told = new ArrayList<>();
  private Optional<Catalog> others = Optional.empty();

  private final CatalogKeeper keeper =
      new CatalogKeeper(
          TopologyHolder.standalone(STORE),
          STORE,
          kept,
          copy,
          (catalog, _) -> {
            told.add(catalog);
            return others.filter(theirs -> theirs.version() > catalog.version());
          });

  @Test
  void aCopyThatIsNewerThanTheShardIsWrittenToIt() {
    kept.present = ONE;
    copy.install(TWO);

    assertThat(keeper.newerThan(0, LATER)).isEqualTo(Outcome.done(Optional.of(TWO)));

    assertThat(kept.written).containsExactly(TWO);
  }

  @Test
  void anotherNodesCopyIsAskedForBeforeTheFirstChange() {
    others = Optional.of(TWO);

    Outcome<Catalog> created = keeper.create("c", CONFIG, LATER);

    Catalog three = TWO.with("c", CONFIG);
    assertThat(created).isEqualTo(Outcome.done(three));
    assertThat(kept.written).containsExactly(TWO, three);
    assertThat(told).containsExactly(Catalog.EMPTY, three);
  }

  @Test
  void whoKnowsALaterVersionMakesTheKeeperAskAgain() {
    assertThat(keeper.newerThan(0, LATER)).isEqualTo(Outcome.done(Optional.empty()));
    others = Optional.of(TWO);

    assertThat(keeper.newerThan(2, LATER)).isEqualTo(Outcome.done(Optional.empty()));

    assertThat(kept.present).isEqualTo(TWO);
  }

  @Test
  void inAnUndisturbedClusterOthersAreAskedOnceAndNothingIsWritten() {
    kept.present = TWO;
    copy.install(TWO);

    for (long version = 0; version < 3; version++) {
      keeper.newerThan(version, LATER);
    }

    assertThat(told).containsExactly(TWO);
    assertThat(kept.written).isEmpty();
  }
}
