package io.vectorcluster.indexnode.store;

import static io.vectorcluster.indexnode.store.Stores.ONE;
import static io.vectorcluster.indexnode.store.Stores.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.topology.PointId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page touches every slot; it must not read every point. */
final class ScanCostTest {
  private static final int POINTS = 20_000;
  private static final int SLOTS = 1_024;
  private static final int PAGE = 1_000;

  /** About 10 ms on an idle core; far above it something reads what it need not. */
  private static final Duration BOUND = Duration.ofMillis(150);

  @TempDir private Path directory;

  @Test
  void pageAcrossAllSlotsIsCheap() {
    Random random = new Random(17);
    BitSet slots = new BitSet();
    slots.set(0, SLOTS);
    try (ShardStore store = Stores.open(directory)) {
      for (int from = 0; from < POINTS; from += 1_000) {
        List<LoggedWrite> writes = new ArrayList<>();
        for (int number = from; number < from + 1_000; number++) {
          PointId id = Stores.id(number);
          PointKey key = new PointKey(ONE, random.nextInt(SLOTS), id);
          writes.add(Stores.upsert(number + 1, version(1), key, Stores.point(id, random)));
        }
        Stores.commit(store, writes);
      }

      for (Selection selection : List.of(Selection.NOTHING, Selection.ALL)) {
        ScrollQuery query = new ScrollQuery(Optional.of(Stores.id(POINTS / 2)), PAGE, selection);
        Duration best = Duration.ofHours(1);
        for (int attempt = 0; attempt < 20; attempt++) {
          long start = System.nanoTime();
          ScrollPage page = store.scan(ONE, slots, query);
          Duration took = Duration.ofNanos(System.nanoTime() - start);
          best = took.compareTo(best) < 0 ? took : best;
          assertThat(page.points()).hasSize(PAGE);
          assertThat(page.next()).contains(Stores.id(POINTS / 2 + PAGE));
        }
        System.out.printf(
            "page of %d of %d points over %d slots, %s: %d us%n",
            PAGE, POINTS, SLOTS, selection, best.toNanos() / 1_000);
        assertThat(best).isLessThan(BOUND);
      }
    }
  }
}
