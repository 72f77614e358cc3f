package io.vectorcluster.indexnode.engine.usearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.EngineDistance;
import io.vectorcluster.indexnode.engine.IndexHit;
import io.vectorcluster.indexnode.engine.IndexSearch;
import io.vectorcluster.indexnode.engine.TestVectors;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.indexnode.sample.Sample;
import io.vectorcluster.topology.PointId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether walking graphs finds what comparing with every vector finds. */
final class GraphRecallTest {
  private static final int K = 10;
  private static final int EF = 64;
  private static final int WIDE = 4096;
  private static final double ENOUGH = 0.97;

  /** Distances that differ by less are those of equally near points, rounded differently. */
  private static final float ROUNDING = 2e-3f;

  private final ExecutorService background = Executors.newFixedThreadPool(2);

  @AfterEach
  void endBackground() {
    background.close();
  }

  private VectorIndex index(int dimensions, Precision precision, EngineLimits limits) {
    var hnsw = new HnswConfig(16, 128, EF);
    var params = new VectorParams(dimensions, Distance.COSINE, precision, hnsw);
    return new UsearchEngine(background, limits).create(params);
  }

  @Test
  void realVectorsAreFoundAndEachPointIsReachable() {
    Sample sample = Sample.committed();
    try (VectorIndex index =
        index(sample.base().columns(), Precision.BFLOAT16, EngineLimits.DEFAULT)) {
      for (int row = 0; row < sample.base().rows(); row++) {
        index.put(new PointId.Numeric(row), row, sample.vector(row));
      }
      assertThat(index.awaitIndexed(Duration.ofMinutes(5))).isTrue();

      double recall = 0;
      long computed = 0;
      for (int query = 0; query < sample.queries().rows(); query++) {
        var answer = index.search(sample.query(query), IndexSearch.nearest(K, EF));
        recall += sample.recall(query, K, rows(answer.hits())) / sample.queries().rows();
        computed += answer.stats().distancesComputed();
      }

      assertThat(recall).as("recall@%d at ef %d", K, EF).isGreaterThanOrEqualTo(ENOUGH);
      assertThat(computed / sample.queries().rows())
          .as("distances a query: a walk, not a scan")
          .isBetween((long) EF, 4000L);
      assertEachIsReachable(index, sample);
    }
  }

  private static int[] rows(List<IndexHit> hits) {
    return hits.stream().mapToInt(hit -> (int) ((PointId.Numeric) hit.id()).value()).toArray();
  }

  /**
   * A graph with lost nodes does not find them however wide a search is. A narrow search may miss a
   * point that lies apart from all others: few of them, and a wide one finds those.
   */
  private static void assertEachIsReachable(VectorIndex index, Sample sample) {
    List<Integer> missed = new ArrayList<>();
    for (int row = 0; row < sample.base().rows(); row++) {
      if (!finds(index, sample, row, EF)) {
        missed.add(row);
      }
    }
    assertThat(missed).as("points missed at ef %d", EF).hasSizeLessThan(10);
    missed.removeIf(row -> finds(index, sample, row, WIDE));
    assertThat(missed).as("points that no search finds").isEmpty();
  }

  /** Whether a point's own vector finds it, or K others that are as near. */
  private static boolean finds(VectorIndex index, Sample sample, int row, int ef) {
    List<IndexHit> hits = index.search(sample.vector(row), IndexSearch.nearest(K, ef)).hits();
    PointId id = new PointId.Numeric(row);
    return hits.stream().anyMatch(hit -> hit.id().equals(id))
        || hits.getLast().distance() < ROUNDING;
  }

  @ParameterizedTest
  @CsvSource({"5", "50"})
  void identicalVectorsDoNotHideOthers(int percent) {
    int dimensions = 32;
    int count = 6000;
    var vectors = TestVectors.random(dimensions, Distance.COSINE);
    float[] same = vectors.next();
    List<float[]> all = new ArrayList<>();
    var limits = new EngineLimits(1 << 13, 256, 0, 4);
    try (VectorIndex index = index(dimensions, Precision.FLOAT32, limits)) {
      for (int i = 0; i < count; i++) {
        float[] vector = vectors.random().nextInt(100) < percent ? same : vectors.next();
        all.add(vector);
        index.put(new PointId.Numeric(i), i, vector);
      }
      assertThat(index.awaitIndexed(Duration.ofMinutes(2))).isTrue();

      double recall = 0;
      int queries = 200;
      for (int i = 0; i < queries; i++) {
        recall += recall(index, all, vectors.next()) / queries;
      }

      assertThat(recall).isGreaterThanOrEqualTo(ENOUGH);
      int many = count * percent / 200;
      List<IndexHit> copies = index.search(same, IndexSearch.nearest(many)).hits();
      assertThat(copies).hasSize(many).allMatch(hit -> Math.abs(hit.distance()) < ROUNDING);
    }
  }

  private static double recall(VectorIndex index, List<float[]> all, float[] query) {
    double kth =
        all.stream()
            .mapToDouble(vector -> EngineDistance.between(Distance.COSINE, query, vector))
            .sorted()
            .skip(K - 1)
            .findFirst()
            .orElseThrow();
    List<IndexHit> hits = index.search(query, IndexSearch.nearest(K, EF)).hits();
    return hits.stream().filter(hit -> hit.distance() <= kth + 1e-5).count() / (double) K;
  }

  @ParameterizedTest
  @CsvSource({"INT8, 0.85", "FLOAT16, 0.97", "BINARY, 0.3"})
  void coarserScalarsFindCandidatesForRescoring(Precision precision, double enough) {
    int dimensions = 128;
    var vectors = TestVectors.random(dimensions, Distance.COSINE);
    List<float[]> all = new ArrayList<>();
    try (VectorIndex index = index(dimensions, precision, EngineLimits.DEFAULT)) {
      for (int i = 0; i < 3000; i++) {
        all.add(vectors.next());
        index.put(new PointId.Numeric(i), i, all.getLast());
      }
      assertThat(index.awaitIndexed(Duration.ofMinutes(2))).isTrue();
      assertThat(index.quantised()).isTrue();

      double recall = 0;
      for (int i = 0; i < 100; i++) {
        recall += rescoredRecall(index, all, vectors.next()) / 100;
      }

      assertThat(recall).isGreaterThanOrEqualTo(enough);
    }
  }

  /** As the documentation tells callers: ask for four times as many and sort by exact distance. */
  private static double rescoredRecall(VectorIndex index, List<float[]> all, float[] query) {
    double kth =
        all.stream()
            .mapToDouble(vector -> EngineDistance.between(Distance.COSINE, query, vector))
            .sorted()
            .skip(K - 1)
            .findFirst()
            .orElseThrow();
    int[] candidates = rows(index.search(query, IndexSearch.nearest(4 * K, EF)).hits());
    long found = 0;
    for (int row : candidates) {
      if (EngineDistance.between(Distance.COSINE, query, all.get(row)) <= kth + 1e-6) {
        found++;
      }
    }
    return found / (double) K;
  }
}
