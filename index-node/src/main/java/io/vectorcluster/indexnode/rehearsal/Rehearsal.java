package io.vectorcluster.indexnode.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.indexnode.engine.VectorEngine;
import io.vectorcluster.indexnode.node.Node;
import io.vectorcluster.indexnode.node.NodeStartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** What clients, probes and the scraper of metrics ask of nodes. */
public final class Rehearsal {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String COLLECTION = "/collections/rehearsal";
  private static final int DIMENSIONS = 384;
  private static final int BATCHES = 30;
  private static final int BATCH = 100;
  private static final int QUERIES = 900;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int UNAVAILABLE = 503;

  private final List<Node> nodes;
  private final RandomGenerator random;
  private final HttpClient http;
  private final InstantSource clock;
  private int asked;

  private Rehearsal(
      List<Node> nodes, RandomGenerator random, HttpClient http, InstantSource clock) {
    this.nodes = nodes;
    this.random = random;
    this.http = http;
    this.clock = clock;
  }

  /**
   * Starts nodes below a folder, works with them and stops them.
   *
   * @throws IOException also if an answer is not what a client is promised
   */
  public static void run(
      Path folder, VectorEngine engine, RandomGenerator random, InstantSource clock)
      throws IOException, NodeStartException, InterruptedException {
    try (RehearsalCluster cluster = RehearsalCluster.start(folder, engine, clock);
        HttpClient http = HttpClient.newHttpClient()) {
      new Rehearsal(cluster.nodes(), random, http, clock).work();
    }
  }

  private void work() throws IOException, InterruptedException {
    ObjectNode create = MAPPER.createObjectNode();
    create.putObject("vectors").put("size", DIMENSIONS).put("distance", "Cosine");
    create(create);
    for (int batch = 0; batch < BATCHES; batch++) {
      data("PUT", COLLECTION + "/points?wait=true", points(batch * BATCH));
    }
    for (int query = 0; query < QUERIES; query++) {
      data("POST", COLLECTION + "/points/query", query());
    }
    for (int number = 0; number < BATCH; number++) {
      data("POST", COLLECTION + "/points", ids(number));
      data("POST", COLLECTION + "/points/scroll", MAPPER.createObjectNode().put("limit", 10));
    }
    data("POST", COLLECTION + "/points/count", MAPPER.createObjectNode().put("exact", true));
    ObjectNode gone = MAPPER.createObjectNode();
    gone.set("points", ids(1).get("ids"));
    data("POST", COLLECTION + "/points/delete?wait=true", gone);
    data("GET", COLLECTION, MAPPER.createObjectNode());
    for (Node node : nodes) {
      for (String path : List.of("/health", "/ready", "/stats", "/metrics")) {
        send("GET", node.managementPort(), path, MAPPER.createObjectNode());
      }
    }
  }

  /** Asked again until it is done: primaries serve once their copies have answered them. */
  private void create(ObjectNode body) throws IOException, InterruptedException {
    int port = nodes.getFirst().dataPort();
    Instant until = clock.instant().plus(PATIENCE);
    HttpResponse<String> response = answer("PUT", port, COLLECTION, body);
    while (response.statusCode() == UNAVAILABLE && clock.instant().isBefore(until)) {
      response = answer("PUT", port, COLLECTION, body);
    }
    check("PUT", COLLECTION, response);
  }

  private ObjectNode points(int from) {
    ObjectNode body = MAPPER.createObjectNode();
    ArrayNode points = body.putArray("points");
    for (int id = from; id < from + BATCH; id++) {
      ObjectNode point = points.addObject().put("id", id);
      point.set("vector", vector());
      point.putObject("payload").put("number", id).put("text", "point " + id);
    }
    return body;
  }

  private ObjectNode query() {
    ObjectNode body = MAPPER.createObjectNode().put("limit", 10).put("with_payload", true);
    body.set("query", vector());
    return body;
  }

  private ObjectNode ids(int number) {
    ObjectNode body = MAPPER.createObjectNode().put("with_vector", true);
    body.putArray("ids").add(number).add(number + 1);
    return body;
  }

  private ArrayNode vector() {
    ArrayNode vector = MAPPER.createArrayNode();
    for (int i = 0; i < DIMENSIONS; i++) {
      vector.add(random.nextFloat());
    }
    return vector;
  }

  /** To one node after the other. */
  private void data(String method, String path, ObjectNode body)
      throws IOException, InterruptedException {
    send(method, nodes.get(asked++ % nodes.size()).dataPort(), path, body);
  }

  private void send(String method, int port, String path, ObjectNode body)
      throws IOException, InterruptedException {
    check(method, path, answer(method, port, path, body));
  }

  private HttpResponse<String> answer(String method, int port, String path, ObjectNode body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(body)))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static void check(String method, String path, HttpResponse<String> response)
      throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
    }
  }
}
