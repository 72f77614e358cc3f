package io.vectorcluster.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vectorcluster.operator.CrdSchema;
import io.vectorcluster.operator.Yaml;
import io.vectorcluster.testbed.ApiServer;
import io.vectorcluster.testbed.ClusterAccess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server refuses what the reconciler's own check refuses, in words of the same use. */
@ApiServer
final class SpecValidationIT {
  private static final Path RESOURCES = Path.of("src/test/resources");

  @SuppressWarnings("NullAway.Init") // set before the first test
  private static KubernetesClient client;

  @BeforeAll
  static void start(ClusterAccess access) {
    client = Cluster.withCrds(access);
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  static List<Path> invalid() {
    return Yaml.files(RESOURCES.resolve("invalid"));
  }

  static List<Path> forbidden() {
    return Yaml.files(RESOURCES.resolve("forbidden-updates"));
  }

  static List<Path> examples() {
    return Yaml.files(Yaml.REPOSITORY.resolve("examples"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesWithFieldAndRemedy(Path file) {
    JsonNode given = Yaml.read(file);
    GenericKubernetesResource cluster =
        Cluster.cluster(given.at("/metadata/name").asText(), given.path("spec"));

    assertThatThrownBy(() -> Cluster.raw(client).resource(cluster).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(given.path("expect").asText());
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void refusesTheChange(Path file) {
    JsonNode given = Yaml.read(file);
    GenericKubernetesResource created =
        Cluster.raw(client).resource(Cluster.cluster("changing", given.path("before"))).create();
    try {
      GenericKubernetesResource changed = Cluster.cluster("changing", given.path("after"));
      changed.getMetadata().setResourceVersion(created.getMetadata().getResourceVersion());

      assertThatThrownBy(() -> Cluster.raw(client).resource(changed).update())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(given.path("expect").asText());
    } finally {
      Cluster.raw(client).resource(created).delete();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void takesExamplesAndApplyingAgainChangesNothing(Path file) {
    JsonNode example = Yaml.read(file);
    GenericKubernetesResource cluster =
        Cluster.cluster(example.at("/metadata/name").asText(), example.path("spec"));

    // The first write after creation stores the default of status; from then on nothing changes.
    apply(cluster);
    GenericKubernetesResource first = apply(cluster);
    GenericKubernetesResource second = apply(cluster);

    assertThat(second.getMetadata().getResourceVersion())
        .isEqualTo(first.getMetadata().getResourceVersion());
    assertThat(second.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(Yaml.tree(first.get("spec")))
        .isEqualTo(CrdSchema.of("vectorclusters.yaml").withDefaults(example.path("spec")));
    Cluster.raw(client).resource(first).delete();
  }

  private static GenericKubernetesResource apply(GenericKubernetesResource cluster) {
    return Cluster.raw(client).resource(cluster).fieldManager("user").serverSideApply();
  }

  @Test
  void aClusterWithoutSpecGetsTheDefaultsAndIsNotYetObserved() {
    GenericKubernetesResource cluster = Cluster.cluster("nothing", Yaml.parse("{}"));
    cluster.getAdditionalProperties().remove("spec");

    GenericKubernetesResource created = Cluster.raw(client).resource(cluster).create();

    assertThat(Yaml.tree(created.get("status")).path("observedGeneration").asInt()).isEqualTo(-1);
    assertThat(Yaml.tree(created.get("spec")).path("shards").asInt()).isEqualTo(1);
    Cluster.raw(client).resource(created).delete();
  }

  @Test
  void scaleReadsAndWritesTheShards() {
    GenericKubernetesResource created =
        Cluster.raw(client).resource(Cluster.cluster("scaled", Yaml.parse("{shards: 2}"))).create();

    Scale scale = Cluster.raw(client).inNamespace("default").withName("scaled").scale();

    assertThat(scale.getSpec().getReplicas()).isEqualTo(2);
    Cluster.raw(client).resource(created).delete();
  }

  @Test
  void anUnknownFieldIsRefusedByStrictClients() {
    String path =
        "/apis/vectorcluster.io/v1alpha1/namespaces/default/vectorclusters?fieldValidation=Strict";

    assertThatThrownBy(
            () -> client.raw(path, "POST", Cluster.cluster("habit", Yaml.parse("{replicas: 3}"))))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.replicas");
  }
}
