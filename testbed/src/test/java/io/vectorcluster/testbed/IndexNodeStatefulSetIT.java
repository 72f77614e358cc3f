package io.vectorcluster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The image of the index node in a StatefulSet written by hand, under the restricted Pod Security
 * Standard and with a read-only root. Builds the image from what the build packaged; a cluster of
 * KUBECONFIG reads the one that INDEX_NODE_IMAGE names.
 */
@KubernetesCluster
class IndexNodeStatefulSetIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String POD = "index-node-0";

  private final ClusterAccess access;
  private final KubernetesClient client;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<LocalPortForward> forwards = new ArrayList<>();
  private String namespace = "";

  IndexNodeStatefulSetIT(ClusterAccess access) throws IOException {
    this.access = access;
    client = ApiServerIT.client(access);
  }

  @BeforeEach
  void applyManifest() throws IOException {
    namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("index-node-")
                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    try (InputStream manifest =
        Objects.requireNonNull(getClass().getResourceAsStream("index-node.yaml"))) {
      String text =
          new String(manifest.readAllBytes(), StandardCharsets.UTF_8)
              .replace("image: IMAGE", "image: " + image());
      client.resourceList(text).inNamespace(namespace).create();
    }
  }

  @AfterEach
  void removeNamespace() throws IOException {
    for (LocalPortForward forward : forwards) {
      forward.close();
    }
    client.namespaces().withName(namespace).delete();
    client.close();
    http.close();
  }

  @Test
  void becomesReadyAnswersAndKeepsItsPointsWhenItsPodIsReplaced() throws Exception {
    // Given a node that became ready and took three points
    String uid = awaitReady("");
    assertThat(send("GET", "/", "")).contains("\"version\"");
    send("PUT", "/collections/texts", "{\"vectors\":{\"size\":2,\"distance\":\"Cosine\"}}");
    send(
        "PUT",
        "/collections/texts/points?wait=true",
        """
        {"points":[{"id":1,"vector":[1,0]},{"id":2,"vector":[0,1],"payload":{"text":"up"}},{"id":3,"vector":[-1,0]}]}""");
    String query = "{\"query\":[0.1,0.9],\"limit\":1,\"with_payload\":true}";
    assertThat(send("POST", "/collections/texts/points/query", query))
        .contains("\"id\":2", "\"text\":\"up\"");

    // When its pod is deleted without grace
    client.pods().inNamespace(namespace).withName(POD).withGracePeriod(0).delete();
    awaitReady(uid);

    // Then the new pod answers from the same volume
    assertThat(send("POST", "/collections/texts/points/query", query))
        .contains("\"id\":2", "\"text\":\"up\"");
    assertThat(send("POST", "/collections/texts/points/count", "{\"exact\":true}"))
        .contains("\"count\":3");
  }

  /** Waits for a ready pod other than the one of this uid, and gives its uid. */
  private String awaitReady(String before) {
    await("the pod " + POD + " is ready")
        .atMost(LIMIT)
        .until(() -> readyPod().filter(uid -> !uid.equals(before)).isPresent());
    return readyPod().orElseThrow();
  }

  private Optional<String> readyPod() {
    return Optional.ofNullable(client.pods().inNamespace(namespace).withName(POD).get())
        .filter(IndexNodeStatefulSetIT::ready)
        .map(pod -> pod.getMetadata().getUid());
  }

  private static boolean ready(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(state -> state.getType().equals("Ready") && state.getStatus().equals("True"));
  }

  /**
   * Sends to the data API, for as long as the Service takes to follow its pod, and gives the body
   * of a 200.
   */
  private String send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + endpoint() + path))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        await(method + " " + path)
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptionsInstanceOf(IOException.class)
            .until(() -> http.send(request, HttpResponse.BodyHandlers.ofString()), all -> true);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  /**
   * The Service's own address, which this machine reaches on the testbed; elsewhere a forwarded
   * port.
   */
  private String endpoint() {
    if (access.instance().isPresent()) {
      return client
              .services()
              .inNamespace(namespace)
              .withName("index-node")
              .get()
              .getSpec()
              .getClusterIP()
          + ":6333";
    }
    LocalPortForward forward = client.pods().inNamespace(namespace).withName(POD).portForward(6333);
    forwards.add(forward);
    return "127.0.0.1:" + forward.getLocalPort();
  }

  private String image() throws IOException {
    if (access.instance().isEmpty()) {
      return Objects.requireNonNull(
          System.getenv("INDEX_NODE_IMAGE"), "set INDEX_NODE_IMAGE to an image this cluster reads");
    }
    return access.buildAndLoadImage("index-node");
  }
}
