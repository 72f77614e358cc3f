package io.vectorcluster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@KubernetesCluster
class KubernetesClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final KubernetesClient client;
  private String namespace = "";

  KubernetesClusterIT(ClusterAccess access) throws IOException {
    client = ApiServerIT.client(access);
  }

  @BeforeEach
  void makeNamespace() {
    namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("testbed-")
                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
  }

  @AfterEach
  void removeNamespace() {
    client.namespaces().withName(namespace).delete();
    client.close();
  }

  @Test
  void everyNodeIsReadyAndThereIsOneDefaultStorageClass() {
    assertThat(client.nodes().list().getItems()).isNotEmpty().allMatch(KubernetesClusterIT::ready);
    assertThat(client.storage().v1().storageClasses().list().getItems())
        .filteredOn(
            type ->
                "true"
                    .equals(
                        type.getMetadata()
                            .getAnnotations()
                            .get("storageclass.kubernetes.io/is-default-class")))
        .hasSize(1);
  }

  @Test
  void aStatefulSetGetsAPodAndAVolumeAndTheVolumeGoesWithItsClaim() throws Exception {
    // Given a set of one pod with a claim, under the restricted Pod Security Standard
    try (InputStream manifest = getClass().getResourceAsStream("waiting.yaml")) {
      client.load(manifest).inNamespace(namespace).create();
    }

    // When it has become ready
    await()
        .atMost(LIMIT)
        .until(
            () ->
                client.apps().statefulSets().inNamespace(namespace).withName("waiting").isReady());
    List<PersistentVolume> bound = volumes();
    client.apps().statefulSets().inNamespace(namespace).withName("waiting").delete();
    client.persistentVolumeClaims().inNamespace(namespace).withName("data-waiting-0").delete();

    // Then its volume was there, and goes
    assertThat(bound).hasSize(1);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(volumes()).isEmpty());
  }

  private List<PersistentVolume> volumes() {
    return client.persistentVolumes().list().getItems().stream()
        .filter(
            volume ->
                volume.getSpec().getClaimRef() != null
                    && namespace.equals(volume.getSpec().getClaimRef().getNamespace()))
        .toList();
  }

  private static boolean ready(Node node) {
    return node.getStatus().getConditions().stream()
        .anyMatch(state -> state.getType().equals("Ready") && state.getStatus().equals("True"));
  }
}
