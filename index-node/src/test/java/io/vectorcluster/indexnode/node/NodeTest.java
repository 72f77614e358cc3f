package io.vectorcluster.indexnode.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.wire.v1.Adoption;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole nodes, through their ports. */
final class NodeTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private NodesOnLoopback cluster;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    cluster = new NodesOnLoopback(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
    http.close();
  }

  @Test
  void aNodeAloneServesAtOnceAndKeepsItsPoints() throws Exception {
    Node node = cluster.startAlone();
    createAndFill(node);
    cluster.stop(node);

    Node again = cluster.startAlone();

    assertThat(get(again.managementPort(), "/ready").statusCode()).isEqualTo(200);
    assertThat(nearest(again)).contains("\"id\":2");
  }

  @Test
  void aDirectoryInUseIsRefusedWithTheRemedy() throws Exception {
    Node first = cluster.startAlone();

    assertThatThrownBy(cluster::startAlone)
        .isInstanceOf(NodeStartException.class)
        .hasMessageContaining("another process");
    assertThat(get(first.managementPort(), "/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void aNodeOfAClusterWaitsForItsTopology() throws Exception {
    Node node = cluster.start(0, 0);

    HttpResponse<String> ready = get(node.managementPort(), "/ready");

    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("no topology yet");
    assertThat(get(node.managementPort(), "/health").statusCode()).isEqualTo(200);
    assertThat(put(node, "/collections/things", THINGS).statusCode()).isEqualTo(503);
  }

  @Test
  void anyNodeAnswersForAllShards() throws Exception {
    Node zero = cluster.start(0, 0);
    Node one = cluster.start(1, 0);
    Node two = cluster.start(2, 0);
    cluster.publish();

    createAndFill(one);

    for (Node node : new Node[] {zero, one, two}) {
      assertThat(get(node.managementPort(), "/ready").statusCode()).isEqualTo(200);
      assertThat(nearest(node)).contains("\"id\":2");
      assertThat(count(node)).contains("\"count\":300");
    }
    // Figures are told again for some seconds.
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(cluster.status(zero).getPoints()).isBetween(50L, 150L));
  }

  @Test
  void aNodeRestartsFromItsTopologyWithoutTheOperator() throws Exception {
    Node zero = cluster.start(0, 0);
    Node one = cluster.start(1, 0);
    cluster.publish();
    createAndFill(zero);
    int port = one.internalPort().orElseThrow();
    cluster.stop(one);

    Node again = cluster.start(1, port);

    assertThat(get(again.managementPort(), "/ready").statusCode()).isEqualTo(200);
    assertThat(count(again)).contains("\"count\":300");
    assertThat(count(zero)).contains("\"count\":300");
  }

  @Test
  void anOlderTopologyIsNotAdopted() throws Exception {
    Node zero = cluster.start(0, 0);
    var first = cluster.publish();
    var newer = first.republishedAbove(10);

    assertThat(cluster.adopt(zero, newer).getResult()).isEqualTo(Adoption.ADOPTION_ADOPTED);
    assertThat(cluster.adopt(zero, first).getResult()).isEqualTo(Adoption.ADOPTION_OLDER);
    assertThat(cluster.status(zero).getTopologyEpoch()).isEqualTo(newer.epoch());
  }

  private static final String THINGS =
      """
      {"vectors": {"size": 2, "distance": "Euclid"}}""";

  private void createAndFill(Node node) throws Exception {
    assertThat(put(node, "/collections/things", THINGS).statusCode()).isEqualTo(200);
    StringBuilder points = new StringBuilder();
    for (int id = 1; id <= 300; id++) {
      points.append(points.isEmpty() ? "" : ",");
      points.append("{\"id\":").append(id).append(",\"vector\":[").append(id).append(",0]}");
    }
    HttpResponse<String> stored =
        put(node, "/collections/things/points?wait=true", "{\"points\":[" + points + "]}");
    assertThat(stored.body()).contains("\"status\":\"completed\"");
  }

  private String nearest(Node node) throws Exception {
    return post(node, "/collections/things/points/query", "{\"query\":[2.1,0],\"limit\":1}").body();
  }

  private String count(Node node) throws Exception {
    return post(node, "/collections/things/points/count", "{\"exact\":true}").body();
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> put(Node node, String path, String body) throws Exception {
    return send(node, path, "PUT", body);
  }

  private HttpResponse<String> post(Node node, String path, String body) throws Exception {
    return send(node, path, "POST", body);
  }

  private HttpResponse<String> send(Node node, String path, String method, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.dataPort() + path))
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
