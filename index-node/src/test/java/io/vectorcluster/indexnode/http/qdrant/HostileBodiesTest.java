package io.vectorcluster.indexnode.http.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.http.FakeDataService;
import io.vectorcluster.indexnode.http.RunningNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies that no client sends: always an answer of the 200s or 400s, never a failure inside. */
final class HostileBodiesTest {
  private static final int BODIES = 4_000;
  private static final List<String> PATHS =
      List.of(
          "PUT /collections/x",
          "PATCH /collections/c",
          "PUT /collections/c/points",
          "POST /collections/c/points",
          "POST /collections/c/points/delete",
          "POST /collections/c/points/query",
          "POST /collections/c/points/query/batch",
          "POST /collections/c/points/search",
          "POST /collections/c/points/scroll",
          "POST /collections/c/points/count");
  private static final List<String> NAMES =
      List.of(
          "points",
          "batch",
          "ids",
          "vectors",
          "payloads",
          "id",
          "vector",
          "payload",
          "query",
          "nearest",
          "using",
          "limit",
          "offset",
          "filter",
          "params",
          "hnsw_ef",
          "exact",
          "searches",
          "with_payload",
          "include",
          "exclude",
          "with_vector",
          "score_threshold",
          "size",
          "distance",
          "hnsw_config",
          "m",
          "sparse_vectors",
          "metadata",
          "optimizers_config",
          "a",
          "");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "1",
          "-1",
          "2",
          "3.5",
          "1e400",
          "1e39",
          "-0.0",
          "18446744073709551616",
          "99999999999999999999999999",
          "NaN",
          "\"Dot\"",
          "\"Cosine\"",
          "\"\"",
          "\"a\"",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\"550e8400-e29b-41d4-a716-446655440000\"",
          "[1,2]",
          "[[1,2]]",
          "[]",
          "{}",
          "[1,",
          "{\"a\"",
          "");

  private static String value(Random random, int depth) {
    int kind = depth > 4 ? 9 : random.nextInt(10);
    StringBuilder json = new StringBuilder();
    if (kind < 4) {
      int fields = random.nextInt(4);
      for (int i = 0; i < fields; i++) {
        json.append(json.isEmpty() ? "" : ",");
        json.append('"').append(NAMES.get(random.nextInt(NAMES.size()))).append("\":");
        json.append(value(random, depth + 1));
      }
      return "{" + json + "}";
    }
    if (kind < 6) {
      int items = random.nextInt(3);
      for (int i = 0; i < items; i++) {
        json.append(json.isEmpty() ? "" : ",").append(value(random, depth + 1));
      }
      return "[" + json + "]";
    }
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  @Test
  void randomBodiesNeverFailInside() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    int accepted = 0;
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      node.send("PUT", "/collections/c", "{\"vectors\":{\"size\":2,\"distance\":\"Dot\"}}");
      for (int i = 0; i < BODIES; i++) {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        String body = value(random, 0);
        int space = path.indexOf(' ');
        HttpResponse<String> response =
            node.send(path.substring(0, space), path.substring(space + 1), body);
        assertThat(response.statusCode())
            .as("seed %d body %d: %s %s -> %s", seed, i, path, body, response.body())
            .isBetween(200, 499);
        accepted += response.statusCode() == 200 ? 1 : 0;
      }
    }
    assertThat(accepted).as("some are even right, seed %d", seed).isPositive();
  }

  @Test
  void depthIsLimited() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      node.send("PUT", "/collections/c", "{\"vectors\":{\"size\":2,\"distance\":\"Dot\"}}");
      for (int depth : List.of(100, 200, 100_000)) {
        String payload = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        HttpResponse<String> response =
            node.send(
                "PUT",
                "/collections/c/points",
                "{\"points\":[{\"id\":1,\"payload\":" + payload + "}]}");
        assertThat(response.statusCode()).as("depth %d", depth).isEqualTo(depth == 100 ? 200 : 400);
      }
    }
  }

  @Test
  void batchesAndNumbersOfIdsAreLimited() throws Exception {
    try (RunningNode node = new RunningNode(new FakeDataService())) {
      node.send("PUT", "/collections/c", "{\"vectors\":{\"size\":2,\"distance\":\"Dot\"}}");
      String searches = "{\"query\":[1,2]},".repeat(128) + "{\"query\":[1,2]}";
      String ids = "1,".repeat(65_536) + "1";
      String vector = "1,".repeat(65_536) + "1";

      assertThat(
              node.send(
                      "POST",
                      "/collections/c/points/query/batch",
                      "{\"searches\":[" + searches + "]}")
                  .body())
          .contains("at most 128 searches in one batch");
      assertThat(node.send("POST", "/collections/c/points", "{\"ids\":[" + ids + "]}").body())
          .contains("at most 65536 ids in one request");
      for (String body : List.of("{\"points\":[%s]}", "{\"batch\":{\"ids\":[%s]}}")) {
        String point = body.contains("points") ? "{\"id\":1,\"vector\":[1,2]}" : "1";
        String points = (point + ",").repeat(65_536) + point;
        assertThat(node.send("PUT", "/collections/c/points", body.formatted(points)).body())
            .contains("at most 65536 points in one request");
      }
      assertThat(
              node.send("POST", "/collections/c/points/query", "{\"query\":[" + vector + "]}")
                  .body())
          .contains("a vector has at most 65536 numbers");
    }
  }
}
