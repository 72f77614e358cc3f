package io.vectorcluster.indexnode.node;

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
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Calls of a node as the data API makes them, of one collection. */
final class NodeCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private NodeCalls() {}

  /** What its {@code /metrics} answers. */
  static String metrics(Node node) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d/metrics".formatted(node.managementPort()));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  static void createCollection(Node node) {
    TreeMap<String, VectorParams> vectors = new TreeMap<>();
    vectors.put("", new VectorParams(2, Distance.EUCLID, Precision.FLOAT32, HnswConfig.DEFAULT));
    done(node.coordinator().createCollection("c", new CollectionConfig(vectors, "{}"), soon()));
  }

  static void upsert(Node node, long first, int count) {
    List<Mutation> batch = new ArrayList<>();
    LongStream.range(first, first + count)
        .forEach(
            id ->
                batch.add(
                    new Mutation.Upsert(
                        new Point(
                            new PointId.Numeric(id),
                            Map.of("", DenseVector.of((float) id, 1)),
                            new Payload("{}")))));
    done(node.coordinator().write("c", batch, true, soon()));
  }

  static void delete(Node node, long first, int count) {
    List<Mutation> batch = new ArrayList<>();
    LongStream.range(first, first + count)
        .forEach(id -> batch.add(new Mutation.Delete(new PointId.Numeric(id))));
    done(node.coordinator().write("c", batch, true, soon()));
  }

  static long count(Node node) {
    return done(node.coordinator().count("c", soon()));
  }

  static List<Long> present(Node node, long first, long last) {
    List<PointId> ids = new ArrayList<>();
    LongStream.range(first, last).forEach(id -> ids.add(new PointId.Numeric(id)));
    return done(
            node.coordinator().retrieve("c", ids, Selection.PAYLOAD, Consistency.STRONG, soon()))
        .stream()
        .map(stored -> ((PointId.Numeric) stored.point().id()).value())
        .toList();
  }

  static <T> T done(Outcome<T> outcome) {
    if (outcome instanceof Outcome.Done<T>(T value)) {
      return value;
    }
    throw new AssertionError(outcome.toString());
  }

  static Deadline soon() {
    return new Deadline(InstantSource.system().instant().plus(PATIENCE));
  }
}
