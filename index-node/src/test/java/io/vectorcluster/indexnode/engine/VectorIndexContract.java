package io.vectorcluster.indexnode.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every index does, whatever it is made of. */
public abstract class VectorIndexContract {
  protected static final int DIMENSIONS = 24;
  protected static final Duration LONG = Duration.ofSeconds(60);
  private static final float ROUNDING = 1e-3f;

  @TempDir Path folder;

  /** The engine under test, with small segments if it has any, so that tests meet many. */
  protected abstract VectorEngine engine();

  protected static VectorParams params(Distance distance) {
    return new VectorParams(DIMENSIONS, distance, Precision.FLOAT32, HnswConfig.DEFAULT);
  }

  /** A point as a test remembers it. */
  @SuppressWarnings("ArrayRecordComponent") // the same array, never compared
  private record Remembered(long sequence, float[] vector) {}

  @Test
  void emptyIndexAnswersNothing() {
    try (VectorIndex index = engine().create(params(Distance.DOT))) {
      IndexHits answer = index.search(new float[DIMENSIONS], IndexSearch.nearest(10));

      assertThat(answer.hits()).isEmpty();
      assertThat(answer.stats().distancesComputed()).isZero();
      assertThat(index.figures().live()).isZero();
    }
  }

  @Test
  void putIsFoundAtOnceAndRemoveIsGoneAtOnce() {
    var vectors = TestVectors.random(DIMENSIONS, Distance.COSINE);
    try (VectorIndex index = engine().create(params(Distance.COSINE))) {
      for (int i = 0; i < 300; i++) {
        float[] vector = vectors.next();
        PointId id = TestVectors.id(i);

        index.put(id, i, vector);
        IndexHit hit = index.search(vector, IndexSearch.nearest(1)).hits().getFirst();
        assertThat(hit.id()).isEqualTo(id);
        assertThat(hit.sequence()).isEqualTo(i);
        assertThat(hit.distance()).isCloseTo(0, within(ROUNDING));
        assertThat(hit.score(Distance.COSINE)).isCloseTo(1, within(ROUNDING));

        index.remove(id, i);
        assertThat(index.search(vector, IndexSearch.nearest(10)).hits())
            .extracting(IndexHit::id)
            .doesNotContain(id);
        index.put(id, 1000 + i, vector);
      }
      assertThat(index.figures().live()).isEqualTo(300);
    }
  }

  @Test
  void moreAskedThanThereIsGivesAll() {
    var vectors = TestVectors.random(DIMENSIONS, Distance.EUCLID);
    try (VectorIndex index = engine().create(params(Distance.EUCLID))) {
      for (int i = 0; i < 200; i++) {
        index.put(TestVectors.id(i), i, vectors.next());
      }
      index.awaitIndexed(LONG);
      for (int i = 0; i < 50; i++) {
        index.remove(TestVectors.id(i), 200 + i);
      }

      List<IndexHit> hits = index.search(vectors.next(), IndexSearch.nearest(500)).hits();

      assertThat(hits).hasSize(150);
      assertThat(hits).isSortedAccordingTo(IndexHit.NEAREST_FIRST);
    }
  }

  @ParameterizedTest
  @EnumSource(Distance.class)
  void anySequenceOfChangesGivesWhatComparingWithAllGives(Distance distance) {
    var vectors = TestVectors.random(DIMENSIONS, distance);
    Map<PointId, Remembered> truth = new HashMap<>();
    try (VectorIndex index = engine().create(params(distance))) {
      for (int i = 0; i < 3000; i++) {
        change(index, truth, vectors, i);
        if (i % 250 == 249) {
          assertSameAsTruth(index, truth, distance, vectors.next());
        }
      }
      assertThat(index.awaitIndexed(LONG)).isTrue();
      assertSameAsTruth(index, truth, distance, vectors.next());
    }
  }

  private static void change(
      VectorIndex index, Map<PointId, Remembered> truth, TestVectors vectors, int sequence) {
    PointId id = TestVectors.id(vectors.random().nextInt(700));
    if (vectors.random().nextInt(4) == 0) {
      index.remove(id, sequence);
      truth.remove(id);
      return;
    }
    boolean copied = vectors.random().nextInt(10) == 0 && !truth.isEmpty();
    float[] vector = copied ? truth.values().iterator().next().vector() : vectors.next();
    index.put(id, sequence, vector);
    truth.put(id, new Remembered(sequence, vector));
  }

  private static void assertSameAsTruth(
      VectorIndex index, Map<PointId, Remembered> truth, Distance distance, float[] query) {
    double[] expected =
        truth.values().stream()
            .mapToDouble(point -> EngineDistance.between(distance, query, point.vector()))
            .sorted()
            .limit(20)
            .toArray();

    List<IndexHit> hits = index.search(query, IndexSearch.exactly(20)).hits();

    assertThat(index.figures().live()).isEqualTo(truth.size());
    assertThat(hits).hasSize(expected.length).doesNotHaveDuplicates();
    assertThat(hits.stream().map(IndexHit::id)).doesNotHaveDuplicates();
    for (int i = 0; i < expected.length; i++) {
      IndexHit hit = hits.get(i);
      Remembered point = requireNonNull(truth.get(hit.id()), () -> "dead: " + hit);
      assertThat(hit.sequence()).isEqualTo(point.sequence());
      assertThat((double) hit.distance()).isCloseTo(expected[i], within((double) ROUNDING));
      assertThat(hit.distance())
          .isCloseTo(EngineDistance.between(distance, query, point.vector()), within(ROUNDING));
    }
  }

  @Test
  void filterLeavesOnlyWhatItPasses() {
    var vectors = TestVectors.random(DIMENSIONS, Distance.COSINE);
    try (VectorIndex index = engine().create(params(Distance.COSINE))) {
      for (int i = 0; i < 500; i++) {
        index.put(TestVectors.id(i), i, vectors.next());
      }

      IndexSearch uuids = IndexSearch.nearest(500).onlyWhere(id -> id instanceof PointId.Uuid);
      List<IndexHit> hits = index.search(vectors.next(), uuids).hits();

      assertThat(hits).hasSize(167).allMatch(hit -> hit.id() instanceof PointId.Uuid);
      IndexSearch none = IndexSearch.nearest(10).onlyWhere(id -> false);
      assertThat(index.search(vectors.next(), none).hits()).isEmpty();
    }
  }

  @Test
  void checkpointComesBackAsItWas() throws IOException {
    var vectors = TestVectors.random(DIMENSIONS, Distance.COSINE);
    float[] query = vectors.next();
    List<IndexHit> before;
    try (VectorIndex index = engine().create(params(Distance.COSINE))) {
      Map<PointId, Remembered> truth = new HashMap<>();
      for (int i = 0; i < 1500; i++) {
        change(index, truth, vectors, i);
      }
      index.checkpoint(folder, 1499);
      before = index.search(query, IndexSearch.exactly(2000)).hits();
    }

    var opened = engine().open(params(Distance.COSINE), folder);

    assertThat(opened).isInstanceOf(VectorEngine.Opened.Loaded.class);
    var loaded = (VectorEngine.Opened.Loaded) opened;
    assertThat(loaded.coveredSequence()).isEqualTo(1499);
    try (VectorIndex index = loaded.index()) {
      List<IndexHit> after = index.search(query, IndexSearch.exactly(2000)).hits();
      assertThat(byId(after))
          .usingElementComparator(VectorIndexContract::roughly)
          .isEqualTo(byId(before));
      index.put(TestVectors.id(5000), 5000, query);
      assertThat(index.search(query, IndexSearch.nearest(1)).hits().getFirst().id())
          .isEqualTo(TestVectors.id(5000));
    }
  }

  /** Identical vectors may change places, as their distances may be rounded another way. */
  private static List<IndexHit> byId(List<IndexHit> hits) {
    return hits.stream().sorted(Comparator.comparing(IndexHit::id)).toList();
  }

  /** Equal but for rounding. */
  private static int roughly(IndexHit left, IndexHit right) {
    boolean near = Math.abs(left.distance() - right.distance()) < ROUNDING;
    boolean same = near && left.id().equals(right.id()) && left.sequence() == right.sequence();
    return same ? 0 : 1;
  }

  @Test
  void nothingIsFoundWhereNoCheckpointWasCompleted() {
    VectorEngine engine = engine();

    assertThat(engine.open(params(Distance.DOT), folder))
        .isEqualTo(new VectorEngine.Opened.Missing());
    assertThat(engine.open(params(Distance.DOT), folder.resolve("never")))
        .isEqualTo(new VectorEngine.Opened.Missing());
  }

  @Test
  void closedIndexRefusesAndClosesTwice() {
    VectorIndex index = engine().create(params(Distance.DOT));
    index.put(TestVectors.id(1), 1, new float[DIMENSIONS]);

    index.close();
    index.close();

    assertThatThrownBy(() -> index.put(TestVectors.id(2), 2, new float[DIMENSIONS]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> index.search(new float[DIMENSIONS], IndexSearch.nearest(1)))
        .isInstanceOf(IllegalStateException.class);
  }
}
