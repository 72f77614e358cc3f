package io.vectorcluster.indexnode.engine.usearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.EngineException;
import io.vectorcluster.indexnode.engine.IndexFigures;
import io.vectorcluster.indexnode.engine.IndexHit;
import io.vectorcluster.indexnode.engine.IndexSearch;
import io.vectorcluster.indexnode.engine.TestVectors;
import io.vectorcluster.indexnode.engine.VectorIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an index grows, waits, fails, gives memory back and ends. */
final class IndexLifeTest {
  private static final int DIMENSIONS = 16;
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final VectorParams PARAMS =
      new VectorParams(DIMENSIONS, Distance.EUCLID, Precision.BFLOAT16, HnswConfig.DEFAULT);
  private static final EngineLimits LIMITS = new EngineLimits(256, 16, 16, 2);

  private final ExecutorService background = Executors.newFixedThreadPool(2);
  private final TestVectors vectors = TestVectors.random(DIMENSIONS, Distance.EUCLID);

  @AfterEach
  void endBackground() {
    background.close();
  }

  private void put(VectorIndex index, int from, int to) {
    for (int i = from; i < to; i++) {
      index.put(TestVectors.id(i), i, vectors.next());
    }
  }

  @Test
  void growsOverSegments() {
    try (VectorIndex index = new UsearchEngine(background, LIMITS).create(PARAMS)) {
      put(index, 0, 2000);

      assertThat(index.awaitIndexed(LONG)).isTrue();

      IndexFigures figures = index.figures();
      assertThat(figures.live()).isEqualTo(2000);
      assertThat(figures.pending()).isZero();
      assertThat(figures.segments()).isEqualTo(8);
      assertThat(figures.memoryBytes()).isGreaterThan(2000 * DIMENSIONS * Short.BYTES);
    }
  }

  @Test
  void whatWasReplacedAndRemovedIsCompactedAway() {
    try (VectorIndex index = new UsearchEngine(background, LIMITS).create(PARAMS)) {
      for (int round = 0; round < 6; round++) {
        put(index, 0, 1000);
      }
      for (int i = 100; i < 1000; i++) {
        index.remove(TestVectors.id(i), 6000 + i);
      }
      assertThat(index.awaitIndexed(LONG)).isTrue();
      // A put, since an open segment is sealed by the next writer only.
      put(index, 0, 1);

      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                assertThat(index.figures().segments()).isLessThanOrEqualTo(4);
                assertThat(index.figures().deadRows()).isLessThan(256);
              });
      List<IndexHit> all = index.search(vectors.next(), IndexSearch.nearest(500)).hits();
      assertThat(all).hasSize(100);
    }
  }

  @Test
  void putsWaitWhileTheBufferIsFull() {
    Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    try (VectorIndex index = new UsearchEngine(held::add, LIMITS).create(PARAMS)) {
      put(index, 0, LIMITS.pendingPoints());

      CompletableFuture<Void> further =
          CompletableFuture.runAsync(() -> put(index, 100, 101), background);
      await().atMost(LONG).until(() -> index.figures().putsThatWaited() == 1);
      assertThat(further).isNotDone();
      assertThat(index.figures().pending()).isEqualTo(LIMITS.pendingPoints());
      assertThat(index.awaitIndexed(Duration.ofMillis(10))).isFalse();

      held.remove().run();

      assertThat(further).succeedsWithin(LONG);
    }
  }

  @Test
  void closeWakesAWaitingPut() {
    VectorIndex index = new UsearchEngine(job -> {}, LIMITS).create(PARAMS);
    put(index, 0, LIMITS.pendingPoints());
    CompletableFuture<Void> further =
        CompletableFuture.runAsync(() -> put(index, 100, 101), background);
    await().atMost(LONG).until(() -> index.figures().putsThatWaited() == 1);

    index.close();

    assertThat(further)
        .failsWithin(LONG)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void indexWithoutBackgroundFailsLoudlyAndStillSearches() {
    var engine =
        new UsearchEngine(
            job -> {
              throw new RejectedExecutionException("shut down");
            },
            LIMITS);
    try (VectorIndex index = engine.create(PARAMS)) {
      put(index, 0, 1);

      assertThatThrownBy(() -> put(index, 1, 2))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("rebuild");
      assertThat(index.search(vectors.next(), IndexSearch.nearest(5)).hits()).hasSize(1);
    }
  }

  @Test
  void memoryIsFreedByTheLastSearch() {
    long before = NativeGraph.live();
    var index = (UsearchVectorIndex) new UsearchEngine(background, LIMITS).create(PARAMS);
    put(index, 0, 600);
    index.awaitIndexed(LONG);
    IndexView pinned = index.state().pin();

    index.close();

    assertThat(NativeGraph.live()).as("graphs in use").isEqualTo(before + 3);
    List<SegmentView> segments = new ArrayList<>(pinned.graphs().segments());
    assertThat(segments.getFirst().segment().graph().size()).isEqualTo(256);
    pinned.graphs().release();
    assertThat(NativeGraph.live()).as("graphs after the last search").isEqualTo(before);
  }
}
