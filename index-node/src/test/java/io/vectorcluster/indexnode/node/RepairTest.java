package io.vectorcluster.indexnode.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.QueryTarget;
import io.vectorcluster.indexnode.core.SearchParams;
import io.vectorcluster.indexnode.core.SearchQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.store.Tampering;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.wire.v1.StatusResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records that were changed by hand in one of two stores are found and repaired. How many points
 * there are: {@code -Drepair.points}; the time it took is printed.
 */
final class RepairTest {
  private static final int POINTS = Integer.getInteger("repair.points", 2_000);
  private static final int BATCH = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void aRecordChangedByHandIsRepairedFromTheOtherReplica(@TempDir Path folder) throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, "a", "b")) {
      NodesOnLoopback cluster = copies.cluster();
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
      fill(a);

      repaired(
          "a content, at the replica", cluster, b, 1, () -> new Tampering(b.records()).flip(7));
      repaired(
          "a content, at the primary", cluster, a, 1, () -> new Tampering(a.records()).flip(8));
      repaired(
          "a whole record, at the replica",
          cluster,
          b,
          2,
          () -> new Tampering(b.records()).replace(9, 19));
      repaired(
          "a lost point, at the primary", cluster, a, 2, () -> new Tampering(a.records()).lose(10));
      repaired(
          "a point lost without a trace, at the replica",
          cluster,
          b,
          3,
          () -> new Tampering(b.records()).loseWithoutTrace(11));

      await().atMost(PATIENCE).until(() -> operator.positions().size() == 1);
      assertThat(operator.slotSums()).as("both hold the same").hasSize(1);
      assertThat(read(a)).containsExactly(7L, 8L, 9L, 10L, 11L);
      operator.stop(a);
      operator.awaitInSync(1);
      assertThat(read(b)).containsExactly(7L, 8L, 9L, 10L, 11L);
    }
  }

  @Test
  void anIndexThatWasRebuiltWithoutADamagedRecordGetsItBack(@TempDir Path folder) throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, "a", "b")) {
      NodesOnLoopback cluster = copies.cluster();
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
      fill(a);
      new Tampering(b.records()).flip(7);
      operator.stop(b);
      cluster.dropIndexes("b");

      Node again = operator.restart("b");
      operator.awaitInSync(2);

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(nearest(again, 7)).isEqualTo(7));
      operator.stop(a);
      operator.awaitInSync(1);
      assertThat(nearest(again, 7)).isEqualTo(7);
      assertThat(read(again)).containsExactly(7L, 8L, 9L, 10L, 11L);
    }
  }

  private static long nearest(Node node, long id) {
    SearchQuery query =
        new SearchQuery(
            "",
            new QueryTarget.Nearest(DenseVector.of((float) id, 1)),
            1,
            0,
            Optional.empty(),
            SearchParams.DEFAULT,
            Selection.ALL,
            Optional.empty());
    PointId found =
        done(node.coordinator().search("c", query, soon())).hits().getFirst().point().point().id();
    return ((PointId.Numeric) found).value();
  }

  private static void repaired(
      String what, NodesOnLoopback cluster, Node node, long records, Runnable damage) {
    InstantSource clock = InstantSource.system();
    long begun = clock.millis();
    damage.run();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              StatusResponse status = cluster.status(node);
              return status.getRepairedRecords() >= records && status.getDivergentSlots() == 0;
            });
    StatusResponse status = cluster.status(node);
    System.out.printf(
        "%s among %,d points: repaired after %,d ms (%,d scrubbed so far)%n",
        what, POINTS, clock.millis() - begun, status.getScrubbedPoints());
    assertThat(status.getRepairedRecords()).as(what).isEqualTo(records);
    for (int slot = 0; slot <= 1_024; slot++) {
      assertThat(node.records().replica().check(slot).damage()).as("slot %d", slot).isEmpty();
    }
  }

  private static void fill(Node node) {
    TreeMap<String, VectorParams> vectors = new TreeMap<>();
    vectors.put("", new VectorParams(2, Distance.EUCLID, Precision.FLOAT32, HnswConfig.DEFAULT));
    done(node.coordinator().createCollection("c", new CollectionConfig(vectors, "{}"), soon()));
    for (int first = 0; first < POINTS; first += BATCH) {
      List<Mutation> batch = new ArrayList<>();
      for (long id = first; id < first + BATCH; id++) {
        Map<String, DenseVector> vector = Map.of("", DenseVector.of((float) id, 1));
        batch.add(
            new Mutation.Upsert(new Point(new PointId.Numeric(id), vector, new Payload("{}"))));
      }
      done(node.coordinator().write("c", batch, true, soon()));
    }
  }

  /** The first components of the points that were damaged. */
  private static List<Long> read(Node node) {
    List<PointId> ids = new ArrayList<>();
    LongStream.range(7, 12).forEach(id -> ids.add(new PointId.Numeric(id)));
    List<Long> found = new ArrayList<>();
    for (StoredPoint point :
        done(node.coordinator().retrieve("c", ids, Selection.ALL, Consistency.STRONG, soon()))) {
      DenseVector vector = point.point().vectors().getOrDefault("", DenseVector.of(-1f));
      found.add((long) vector.values()[0]);
    }
    return found;
  }

  private static <T> T done(Outcome<T> outcome) {
    if (outcome instanceof Outcome.Done<T>(T value)) {
      return value;
    }
    throw new AssertionError(outcome.toString());
  }

  private static Deadline soon() {
    return new Deadline(InstantSource.system().instant().plus(PATIENCE));
  }
}
