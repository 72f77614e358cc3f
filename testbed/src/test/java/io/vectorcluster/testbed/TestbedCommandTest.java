package io.vectorcluster.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestbedCommandTest {
  @Test
  void readsKeysAndValuesAndPassesOverWhatIsForPeople() {
    Map<String, String> answer =
        TestbedCommand.parse(List.of("instance=3", "importing an image", "kubeconfig=/a=b"));

    assertThat(answer).isEqualTo(Map.of("instance", "3", "kubeconfig", "/a=b"));
  }

  @Test
  void namesTheKeyThatIsMissing() {
    assertThatThrownBy(() -> TestbedCommand.value(Map.of("instance", "3"), "kubeconfig"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kubeconfig=")
        .hasMessageContaining("instance");
  }

  @Test
  void aClusterOfKubeconfigIsUsedAndIsNotOurs(@TempDir Path folder) throws Exception {
    Path kubeconfig = Files.writeString(folder.resolve("config"), "apiVersion: v1");

    ClusterAccess access = KubernetesClusterExtension.existing(kubeconfig.toString()).orElseThrow();

    assertThat(access.kubeconfig()).isEqualTo(kubeconfig);
    assertThat(access.auditLog()).isEmpty();
    assertThatThrownBy(() -> access.loadImage(folder)).hasMessageContaining("registry");
    assertThatThrownBy(() -> access.node("node1")).hasMessageContaining("unset KUBECONFIG");
  }

  @Test
  void kubeconfigUnsetOrEmptyMeansNone() {
    assertThat(KubernetesClusterExtension.existing(null)).isEmpty();
    assertThat(KubernetesClusterExtension.existing(" ")).isEmpty();
  }

  @Test
  void kubeconfigThatCannotServeIsRefusedWithTheRemedy(@TempDir Path folder) {
    assertThatThrownBy(() -> KubernetesClusterExtension.existing(folder + "/none"))
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> KubernetesClusterExtension.existing("/a:/b"))
        .hasMessageContaining("name the one");
  }
}
