package io.vectorcluster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three nodes in three zones, cut off, lost and back. */
@KubernetesCluster(nodes = 3)
class NodeFaultsIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ClusterAccess access;
  private final KubernetesClient client;
  private String namespace = "";

  NodeFaultsIT(ClusterAccess access) throws IOException {
    this.access = access;
    client = ApiServerIT.client(access);
  }

  @BeforeEach
  void startAPodOnEachNode() throws IOException {
    namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("faults-")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    try (InputStream manifest = getClass().getResourceAsStream("spread.yaml")) {
      client.load(manifest).inNamespace(namespace).create();
    }
    await()
        .atMost(LIMIT)
        .until(
            () -> client.apps().statefulSets().inNamespace(namespace).withName("spread").isReady());
  }

  @AfterEach
  void heal() {
    for (String name : List.of("node0", "node1", "node2")) {
      access.node(name).start();
      access.node(name).join();
    }
    client.namespaces().withName(namespace).delete();
    client.close();
  }

  @Test
  void podsAndTheirVolumesSpreadOverTheZones() {
    assertThat(client.nodes().list().getItems())
        .extracting(node -> node.getMetadata().getLabels().get("topology.kubernetes.io/zone"))
        .containsExactlyInAnyOrder("zone-a", "zone-b", "zone-c");
    assertThat(podsByNode()).containsOnlyKeys("node0", "node1", "node2");
    assertThat(client.persistentVolumeClaims().inNamespace(namespace).list().getItems())
        .hasSize(3)
        .allMatch(claim -> claim.getStatus().getPhase().equals("Bound"));
  }

  @Test
  void isolatedNodesAreNotReadyAndTheirPodsAnswerOnTheirSideOnly() throws Exception {
    // Given
    List<String> names = List.of("node0", "node2");
    for (String name : names) {
      await().atMost(LIMIT).until(() -> reachable(podOn(name)));
    }

    // When
    names.forEach(name -> access.node(name).isolate());

    // Then
    for (String name : names) {
      assertThat(reachable(podOn(name))).isFalse();
      assertThat(answers(access.node(name), podOn(name))).isTrue();
    }
    assertThat(reachable(podOn("node1"))).isTrue();
    assertThat(answers(access.node("node2"), podOn("node1"))).isFalse();
    names.forEach(name -> await().atMost(LIMIT).until(() -> ready(name).equals("Unknown")));
    names.forEach(name -> access.node(name).join());
    names.forEach(name -> await().atMost(LIMIT).until(() -> ready(name).equals("True")));
    for (String name : names) {
      assertThat(reachable(podOn(name))).isTrue();
    }
  }

  @Test
  void aStoppedNodeIsNotReadyAndItsPodComesBackWithIt() {
    // Given
    Pod before = podOn("node1");
    ClusterNode node = access.node("node1");

    // When
    node.stop();

    // Then
    assertThatThrownBy(node::join).isInstanceOf(IllegalStateException.class);
    await().atMost(LIMIT).until(() -> ready("node1").equals("Unknown"));
    node.start();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              Pod pod = podOn("node1");
              assertThat(pod.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
              assertThat(pod.getStatus().getContainerStatuses().getFirst().getRestartCount())
                  .isEqualTo(1);
              assertThat(pod.getStatus().getContainerStatuses().getFirst().getReady()).isTrue();
            });
  }

  private Pod podOn(String node) {
    return Objects.requireNonNull(podsByNode().get(node), node);
  }

  private Map<String, Pod> podsByNode() {
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .collect(Collectors.toMap(pod -> pod.getSpec().getNodeName(), pod -> pod));
  }

  private String ready(String name) {
    Node node = client.nodes().withName(name).get();
    return node.getStatus().getConditions().stream()
        .filter(state -> state.getType().equals("Ready"))
        .map(state -> state.getStatus())
        .findFirst()
        .orElse("");
  }

  private static boolean reachable(Pod pod) throws IOException {
    return InetAddress.getByName(pod.getStatus().getPodIP()).isReachable(1000);
  }

  /** Nothing listens on port 1: a refusal comes from the pod, silence from the cut. */
  private static boolean answers(ClusterNode from, Pod pod) throws Exception {
    String connect = "exec 3<>/dev/tcp/" + pod.getStatus().getPodIP() + "/1";
    Process process =
        new ProcessBuilder(from.entering(List.of("timeout", "2", "bash", "-c", connect)))
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .contains("refused");
  }
}
