package io.vectorcluster.indexnode.internal;

import static io.vectorcluster.indexnode.internal.TestCluster.soon;
import static io.vectorcluster.indexnode.internal.TestCluster.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.cluster.Coordinator;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.Hit;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.QueryTarget;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.SearchAnswer;
import io.vectorcluster.indexnode.core.SearchParams;
import io.vectorcluster.indexnode.core.SearchQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.topology.PointId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any node answers as one list of all points would: slice 10 of the foundation. */
final class OracleTest {
  private static final int POINTS = 400;
  private static final int SIZE = 3;

  private record Scored(float score, PointId id) {}

  private final TreeMap<PointId, Point> oracle = new TreeMap<>();
  private Random random = new Random(0);

  @ParameterizedTest
  @CsvSource({"1,COSINE,11", "3,EUCLID,12", "3,DOT,13", "4,MANHATTAN,14", "4,COSINE,15"})
  void everyNodeAnswersAsTheOracleDoes(int shards, Distance distance, long seed) {
    System.out.println("OracleTest: seed " + seed);
    random = new Random(seed);
    try (TestCluster cluster = TestCluster.of(shards)) {
      Collection collection = cluster.create("c", SIZE, distance);
      fill(cluster, collection);

      for (TestNode node : cluster.nodes) {
        searches(node.coordinator, collection, distance);
        scrolls(node.coordinator);
        retrieves(node.coordinator);
        assertThat(value(node.coordinator.count("c", soon()))).isEqualTo(oracle.size());
        assertThat(value(node.coordinator.info("c", soon())).segments()).isEqualTo(shards);
      }
    }
  }

  /**
   * Upserts, overwrites and deletes in batches through changing nodes; few values, so many ties.
   */
  private void fill(TestCluster cluster, Collection collection) {
    List<PointId> ids = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      ids.add(
          i % 3 == 0
              ? new PointId.Uuid(new UUID(random.nextLong(), random.nextLong()))
              : new PointId.Numeric(random.nextInt(4) == 0 ? random.nextLong() : i));
    }
    for (int batch = 0; batch < 20; batch++) {
      List<Mutation> mutations = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        PointId id = ids.get(random.nextInt(ids.size()));
        mutations.add(random.nextInt(6) == 0 ? new Mutation.Delete(id) : upsert(id));
      }
      Coordinator through = cluster.node(batch % cluster.nodes.size()).coordinator;
      assertThat(value(through.write("c", mutations, true, soon())).completed()).isTrue();
      for (Mutation mutation : mutations) {
        switch (mutation) {
          case Mutation.Upsert(Point point) ->
              oracle.put(point.id(), value(collection.admit(point)));
          case Mutation.Delete(PointId id) -> oracle.remove(id);
        }
      }
    }
    assertThat(oracle.size()).isBetween(POINTS / 2, POINTS);
  }

  private Mutation upsert(PointId id) {
    Payload payload = new Payload("{\"v\":" + random.nextInt() + "}");
    return new Mutation.Upsert(new Point(id, Map.of("", vector()), payload));
  }

  private DenseVector vector() {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = random.nextInt(5) - 2 + (i == 0 ? 0.5f : 0f);
    }
    return DenseVector.of(values);
  }

  private void searches(Coordinator coordinator, Collection collection, Distance distance) {
    for (int i = 0; i < 30; i++) {
      DenseVector vector = vector();
      int limit = 1 + random.nextInt(30);
      int offset = random.nextInt(3) * random.nextInt(20);
      List<Scored> all = ranked(value(collection.admit("", vector)), distance, Optional.empty());
      Optional<Float> threshold =
          random.nextBoolean()
              ? Optional.of(all.get(random.nextInt(all.size())).score())
              : Optional.empty();
      SearchQuery query = query(new QueryTarget.Nearest(vector), limit, offset, threshold);

      SearchAnswer answer = value(coordinator.search("c", query, soon()));

      assertThat(scored(answer)).isEqualTo(page(all, query, distance));
      assertThat(answer.coverage().complete()).isTrue();
      assertThat(answer.stats().scanned()).isEqualTo(oracle.size());
      answer.hits().forEach(this::isWhole);

      PointId itself = new ArrayList<>(oracle.keySet()).get(random.nextInt(oracle.size()));
      DenseVector stored = vectorOf(Objects.requireNonNull(oracle.get(itself)));
      SearchQuery byId = query(new QueryTarget.NearestTo(itself), limit, offset, Optional.empty());
      assertThat(scored(value(coordinator.search("c", byId, soon()))))
          .isEqualTo(
              page(
                  ranked(value(collection.admit("", stored)), distance, Optional.of(itself)),
                  byId,
                  distance));
    }
  }

  private void isWhole(Hit hit) {
    Point expected = Objects.requireNonNull(oracle.get(hit.point().point().id()));
    assertThat(hit.point().point()).isEqualTo(expected);
  }

  private static SearchQuery query(
      QueryTarget target, int limit, int offset, Optional<Float> threshold) {
    return new SearchQuery(
        "",
        target,
        limit,
        offset,
        threshold,
        SearchParams.DEFAULT,
        Selection.ALL,
        Optional.empty());
  }

  private List<Scored> ranked(DenseVector near, Distance distance, Optional<PointId> without) {
    Comparator<Scored> nearest = (a, b) -> distance.compareScores(a.score(), b.score());
    return oracle.values().stream()
        .filter(point -> without.isEmpty() || !point.id().equals(without.get()))
        .map(point -> new Scored(Scores.of(distance, near, vectorOf(point)), point.id()))
        .sorted(nearest.thenComparing(Scored::id))
        .toList();
  }

  private static DenseVector vectorOf(Point point) {
    return Objects.requireNonNull(point.vectors().get(""));
  }

  private static List<Scored> page(List<Scored> all, SearchQuery query, Distance distance) {
    return all.stream()
        .filter(
            hit -> query.scoreThreshold().map(t -> distance.passes(hit.score(), t)).orElse(true))
        .skip(query.offset())
        .limit(query.limit())
        .toList();
  }

  private static List<Scored> scored(SearchAnswer answer) {
    return answer.hits().stream()
        .map(hit -> new Scored(hit.score(), hit.point().point().id()))
        .toList();
  }

  private void scrolls(Coordinator coordinator) {
    int limit = 1 + random.nextInt(40);
    List<PointId> seen = new ArrayList<>();
    Optional<PointId> from = Optional.empty();
    do {
      ScrollQuery query = new ScrollQuery(from, limit, Selection.PAYLOAD);
      ScrollPage page = value(coordinator.scroll("c", query, soon()));
      assertThat(page.points()).hasSizeLessThanOrEqualTo(limit).isNotEmpty();
      page.points().forEach(point -> seen.add(point.point().id()));
      from = page.next();
    } while (from.isPresent());

    assertThat(seen).containsExactlyElementsOf(oracle.keySet());
  }

  private void retrieves(Coordinator coordinator) {
    List<PointId> ids = new ArrayList<>(oracle.keySet());
    java.util.Collections.shuffle(ids, random);
    List<PointId> asked = new ArrayList<>(ids.subList(0, 50));
    asked.add(25, new PointId.Uuid(new UUID(0, 0)));

    List<StoredPoint> points =
        value(coordinator.retrieve("c", asked, Selection.ALL, Consistency.IN_SYNC, soon()));

    assertThat(points.stream().map(StoredPoint::point).toList())
        .containsExactlyElementsOf(
            ids.subList(0, 50).stream().map(id -> Objects.requireNonNull(oracle.get(id))).toList());
  }
}
