package io.vectorcluster.indexnode.engine.usearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.IndexHit;
import io.vectorcluster.indexnode.engine.IndexSearch;
import io.vectorcluster.indexnode.engine.TestVectors;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.topology.PointId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches beside a writer, the mover, compactions and checkpoints. Even points are replaced by the
 * same vector again and again, so that an exact search must always find them; odd ones are put and
 * removed, so that no search may find what was removed before it began.
 */
final class ConcurrentSearchTest {
  private static final int DIMENSIONS = 16;
  private static final int POINTS = 600;
  private static final int OPERATIONS = 20_000;

  private final ExecutorService background = Executors.newFixedThreadPool(2);
  private final ExecutorService searchers = Executors.newFixedThreadPool(3);
  private final AtomicBoolean done = new AtomicBoolean();
  // The sequence of the last operation on each point that has returned.
  private final AtomicLongArray applied = new AtomicLongArray(POINTS);
  private final AtomicLong missed = new AtomicLong();
  private final List<float[]> vectors = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void endThreads() {
    done.set(true);
    searchers.shutdownNow();
    background.close();
  }

  @Test
  void searchesSeeOneMomentEach() throws Exception {
    var source = TestVectors.random(DIMENSIONS, Distance.COSINE);
    for (int i = 0; i < POINTS; i++) {
      vectors.add(source.next());
    }
    var hnsw = new HnswConfig(16, 64, 64);
    var params = new VectorParams(DIMENSIONS, Distance.COSINE, Precision.FLOAT32, hnsw);
    var engine = new UsearchEngine(background, new EngineLimits(256, 32, 16, 3));
    try (VectorIndex index = engine.create(params)) {
      for (int i = 0; i < POINTS; i++) {
        put(index, i, 1 + i);
      }
      List<Future<Long>> searching = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        long seed = source.random().nextLong();
        searching.add(searchers.submit(searcher(index, new Random(seed))));
      }

      write(index, source.random());
      done.set(true);

      long searches = 0;
      for (Future<Long> searcher : searching) {
        searches += searcher.get();
      }
      assertThat(searches).isGreaterThan(100);
      // A walk may pass a node whose links are just being replaced; that must stay rare.
      assertThat(missed.get()).as("missed of %d searches", searches).isLessThan(searches / 100);
    }
    // A compaction may still be giving up.
    await().until(() -> NativeGraph.live() == 0);
  }

  private void write(VectorIndex index, Random random) throws Exception {
    for (int i = 0; i < OPERATIONS; i++) {
      int point = random.nextInt(POINTS);
      long sequence = POINTS + 1L + i;
      if (point % 2 == 1 && random.nextBoolean()) {
        index.remove(id(point), sequence);
        applied.set(point, sequence);
      } else {
        put(index, point, sequence);
      }
      if (i % 5000 == 4999) {
        index.checkpoint(folder, sequence);
      }
    }
  }

  private void put(VectorIndex index, int point, long sequence) {
    index.put(id(point), sequence, vectors.get(point));
    applied.set(point, sequence);
  }

  private Callable<Long> searcher(VectorIndex index, Random random) {
    return () -> {
      long searches = 0;
      while (!done.get()) {
        int wanted = 2 * random.nextInt(POINTS / 2);
        long[] before = new long[POINTS];
        for (int i = 0; i < POINTS; i++) {
          before[i] = applied.get(i);
        }
        boolean exact = random.nextInt(4) == 0;
        var search = new IndexSearch(5, 64, exact, null);
        List<IndexHit> hits = index.search(vectors.get(wanted), search).hits();
        assertThat(hits).extracting(IndexHit::id).doesNotHaveDuplicates();
        if (hits.stream().noneMatch(hit -> hit.id().equals(id(wanted)))) {
          assertThat(exact).as("a comparison with all lost point %d", wanted).isFalse();
          missed.incrementAndGet();
        }
        for (IndexHit hit : hits) {
          int point = (int) ((PointId.Numeric) hit.id()).value();
          assertThat(hit.sequence())
              .as("point %d was changed before the search", point)
              .isGreaterThanOrEqualTo(before[point]);
        }
        searches++;
      }
      return searches;
    };
  }

  private static PointId id(int point) {
    return new PointId.Numeric(point);
  }
}
