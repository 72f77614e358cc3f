package io.vectorcluster.indexnode.engine.usearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.IndexHits;
import io.vectorcluster.indexnode.engine.IndexSearch;
import io.vectorcluster.indexnode.engine.VectorIndex;
import io.vectorcluster.indexnode.sample.Sample;
import io.vectorcluster.topology.PointId;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/**
 * The figures that others are compared with: a graph alone (no segments, no points, one thread),
 * and the index around it, both at bfloat16, M 16, efc 128.
 *
 * <p>Not part of a test run, which takes {@code *Test} only. Run it by {@code mvn -pl index-node
 * -am test -Dtest=EngineBench -Dsurefire.failIfNoSpecifiedTests=false}, with the environment
 * variable DATA naming a folder with other vectors than the committed sample.
 */
final class EngineBench {
  private static final int K = 10;
  private static final int EF = 64;
  private static final int ROUNDS = 3;
  private static final double ENOUGH = 0.97;

  /** What one subject did. */
  private record Figures(double buildPerS, double queriesPerS, double recall, double computed) {
    void print(String subject) {
      System.out.printf(
          "%-6s build/s %7.0f  queries/s %7.0f  recall@%d %.4f  distances/query %6.1f%n",
          subject, buildPerS, queriesPerS, K, recall, computed);
    }
  }

  /** The rows found for a query, and the distances that took. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Answer(int[] rows, long computed) {}

  private final Sample sample =
      Optional.ofNullable(System.getenv("DATA"))
          .filter(folder -> !folder.isEmpty())
          .map(folder -> Sample.read(Path.of(folder)))
          .orElseGet(Sample::committed);
  private final float[][] base = rows(sample.base().rows(), sample::vector);
  private final float[][] queries = rows(sample.queries().rows(), sample::query);

  private static float[][] rows(int count, IntFunction<float[]> row) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = row.apply(i);
    }
    return rows;
  }

  @Test
  void graphAloneAndIndex() {
    System.out.printf(
        "%d x %d, %d queries, bfloat16, M 16, efc 128, ef %d, one thread%n",
        base.length, base[0].length, queries.length, EF);

    Figures bare = graphAlone();
    bare.print("graph");
    Figures index = index();
    index.print("index");

    assertThat(bare.recall()).isGreaterThanOrEqualTo(ENOUGH);
    assertThat(index.recall()).isGreaterThanOrEqualTo(ENOUGH);
    assertThat(index.computed()).isLessThanOrEqualTo(1.2 * bare.computed());
  }

  private VectorParams params() {
    return new VectorParams(
        base[0].length, Distance.COSINE, Precision.BFLOAT16, new HnswConfig(16, 128, EF));
  }

  private Figures graphAlone() {
    int capacity = Integer.highestOneBit(base.length) * 2;
    var limits = new EngineLimits(capacity, 1024, 2000, 1);
    try (NativeGraph graph = NativeGraph.create(GraphSettings.of(params(), limits))) {
      long start = System.nanoTime();
      for (int row = 0; row < base.length; row++) {
        graph.add(row, base[row]);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return measure(
          seconds,
          query -> {
            NativeGraph.Found found =
                graph.search(queries[query], EF, false, MemorySegment.NULL, base.length);
            return new Answer(found.nodes(), found.computed());
          });
    }
  }

  private Figures index() {
    ExecutorService background = Executors.newFixedThreadPool(2);
    var engine = new UsearchEngine(background, EngineLimits.DEFAULT);
    try (VectorIndex index = engine.create(params())) {
      long start = System.nanoTime();
      for (int row = 0; row < base.length; row++) {
        index.put(new PointId.Numeric(row), row, base[row]);
      }
      assertThat(index.awaitIndexed(Duration.ofMinutes(10))).isTrue();
      double seconds = (System.nanoTime() - start) / 1e9;
      return measure(
          seconds,
          query -> {
            IndexHits hits = index.search(queries[query], IndexSearch.nearest(K, EF));
            int[] rows =
                hits.hits().stream()
                    .mapToInt(hit -> (int) ((PointId.Numeric) hit.id()).value())
                    .toArray();
            return new Answer(rows, hits.stats().distancesComputed());
          });
    } finally {
      background.close();
    }
  }

  /** The best of some rounds: what the machine does else slows single ones down. */
  private Figures measure(double buildSeconds, IntFunction<Answer> search) {
    double best = 0;
    double recall = 0;
    double computed = 0;
    for (int round = 0; round < ROUNDS; round++) {
      recall = 0;
      computed = 0;
      Answer[] answers = new Answer[queries.length];
      long start = System.nanoTime();
      for (int query = 0; query < queries.length; query++) {
        answers[query] = search.apply(query);
      }
      best = Math.max(best, queries.length / ((System.nanoTime() - start) / 1e9));
      for (int query = 0; query < queries.length; query++) {
        int[] nearest = Arrays.copyOf(answers[query].rows(), K);
        recall += sample.recall(query, K, nearest) / queries.length;
        computed += (double) answers[query].computed() / queries.length;
      }
    }
    return new Figures(base.length / buildSeconds, best, recall, computed);
  }
}
