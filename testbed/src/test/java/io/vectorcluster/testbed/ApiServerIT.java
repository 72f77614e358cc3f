package io.vectorcluster.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ApiServer
class ApiServerIT {
  @Test
  void storesAnObjectAndRecordsTheWriteInTheAuditLog(ClusterAccess access) throws Exception {
    try (KubernetesClient client = client(access)) {
      ConfigMap written =
          client
              .resource(
                  new ConfigMapBuilder()
                      .withNewMetadata()
                      .withName("greeting")
                      .withNamespace("default")
                      .endMetadata()
                      .withData(Map.of("text", "hello"))
                      .build())
              .create();

      ConfigMap read = client.configMaps().inNamespace("default").withName("greeting").get();

      assertThat(read.getData()).isEqualTo(Map.of("text", "hello"));
      assertThat(read.getMetadata().getUid()).isEqualTo(written.getMetadata().getUid());
    }
    List<String> events = Files.readAllLines(access.auditLog().orElseThrow());
    assertThat(events)
        .filteredOn(event -> event.contains("\"name\":\"greeting\""))
        .singleElement()
        .asString()
        .contains("\"verb\":\"create\"", "\"code\":201");
  }

  static KubernetesClient client(ClusterAccess access) throws IOException {
    Path kubeconfig = access.kubeconfig();
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(Files.readString(kubeconfig)))
        .build();
  }
}
