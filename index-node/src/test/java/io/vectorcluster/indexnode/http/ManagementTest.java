package io.vectorcluster.indexnode.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.HybridClock;
import io.vectorcluster.indexnode.core.RepairFigures;
import io.vectorcluster.indexnode.core.ReplicaDigest;
import io.vectorcluster.indexnode.core.ReplicaLag;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.TombstoneFigures;
import io.vectorcluster.indexnode.metrics.NodeFigures;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The management port and the probes of the data port. */
final class ManagementTest {
  @Test
  void readinessGivesItsReasons() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      assertThat(node.manage("GET", "/ready").body()).isEqualTo("{\"ready\":true,\"reasons\":[]}");
      assertThat(node.get("/readyz").statusCode()).isEqualTo(200);

      node.health().reasons = List.of("the index is being rebuilt");

      HttpResponse<String> ready = node.manage("GET", "/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body())
          .isEqualTo("{\"ready\":false,\"reasons\":[\"the index is being rebuilt\"]}");
      assertThat(node.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(node.manage("GET", "/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void nodeThatCannotGoOnSaysSo() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      assertThat(node.manage("GET", "/health").body()).isEqualTo("{\"status\":\"alive\"}");

      node.health().alive = false;

      assertThat(node.manage("GET", "/health").statusCode()).isEqualTo(503);
      assertThat(node.get("/healthz").statusCode()).isEqualTo(503);
      assertThat(node.get("/livez").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void metricsHaveTheNamesOfTheGuides() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      // Given
      node.metrics()
          .observe(
              () ->
                  new NodeFigures(
                      new TreeMap<>(Map.of("c", new ShardFigures(5, 4, 2, true))),
                      1_000,
                      2_000,
                      new RepairFigures(3, 7, 11),
                      new TombstoneFigures(9, HybridClock.stampOf(0)),
                      0,
                      List.of(new ReplicaLag("s", "h", 12, Duration.ofMillis(1_500)))));
      node.send("PUT", "/collections/c", "{\"vectors\":{\"size\":2,\"distance\":\"Dot\"}}");
      node.send("POST", "/collections/c/points/query", "{\"query\":[1,2]}");
      node.send(
          "POST",
          "/collections/c/points/query/batch",
          "{\"searches\":[{\"query\":[1,2]},{\"query\":[3,4]}]}");
      node.send("POST", "/collections/d/points/query", "{\"query\":[1,2]}");

      // When
      String metrics = node.manage("GET", "/metrics").body();

      // Then
      assertThat(metrics.lines())
          .contains(
              "usearch_queries_total 3.0",
              "usearch_query_errors_total 1.0",
              "usearch_query_latency_seconds_count 3",
              "usearch_index_size 4.0",
              "usearch_memory_usage_bytes 1000.0",
              "usearch_disk_usage_bytes 2000.0",
              "vectorcluster_replica_divergent_slots 3.0",
              "vectorcluster_tombstones 9.0",
              "vectorcluster_replica_repaired_records_total 7.0",
              "vectorcluster_scrub_points_total 11.0",
              "vectorcluster_replica_lag_entries{host=\"h\",replica=\"s\"} 12.0",
              "vectorcluster_replica_lag_seconds{host=\"h\",replica=\"s\"} 1.5",
              "# TYPE vectorcluster_scrub_points_total counter",
              "# TYPE usearch_queries_total counter",
              "# TYPE usearch_query_latency_seconds histogram")
          .anyMatch(line -> line.startsWith("usearch_query_latency_seconds_bucket{le=\"0.1\"}"))
          .anyMatch(line -> line.startsWith("process_cpu_usage"))
          .anyMatch(
              line ->
                  line.startsWith("vectorcluster_http_request_seconds_count")
                      && line.contains("operation=\"query\"")
                      && line.contains("status=\"404\""));
    }
  }

  @Test
  void statsTellWhatTheNodeHolds() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      node.metrics()
          .observe(
              () ->
                  new NodeFigures(
                      new TreeMap<>(Map.of("c", new ShardFigures(5, 4, 2, true))),
                      1_000,
                      2_000,
                      new RepairFigures(3, 7, 11),
                      TombstoneFigures.NONE,
                      0,
                      List.of()));
      node.health().digest = Optional.of(new ReplicaDigest(9, 0xabc));

      assertThat(node.manage("GET", "/stats").body())
          .isEqualTo(
              "{\"collections\":{\"c\":{\"points\":5,\"indexed_vectors\":4,\"segments\":2,"
                  + "\"indexing\":true}},\"memory_usage_bytes\":1000,\"disk_usage_bytes\":2000,"
                  + "\"replica\":{\"sequence\":9,\"digest\":\"0000000000000abc\"},"
                  + "\"queries\":{\"total\":0,\"errors\":0,\"qps\":0.0},\"query_latency_seconds\":"
                  + "{\"mean\":0.0,\"p50\":0.0,\"p95\":0.0,\"p99\":0.0}}");
    }
  }

  @Test
  void nothingCanBeChangedHere() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
        for (String path : List.of("/health", "/ready", "/stats", "/metrics", "/collections/c")) {
          assertThat(node.manage(method, path).statusCode()).as(method + path).isEqualTo(404);
        }
      }
    }
  }
}
