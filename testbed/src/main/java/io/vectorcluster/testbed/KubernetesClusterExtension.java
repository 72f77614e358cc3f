package io.vectorcluster.testbed;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Uses the cluster of KUBECONFIG, or brings up one of the testbed. See {@link KubernetesCluster}.
 */
public final class KubernetesClusterExtension extends ClusterParameter {
  @Override
  ClusterAccess access(ExtensionContext context) {
    int nodes =
        AnnotationSupport.findAnnotation(
                context.getRequiredTestClass(),
                KubernetesCluster.class,
                context.getEnclosingTestClasses())
            .map(KubernetesCluster::nodes)
            .orElse(1);
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(nodes, KubernetesClusterExtension::obtain, Cluster.class)
        .access();
  }

  private static Cluster obtain(int nodes) {
    return existing(System.getenv("KUBECONFIG"))
        .<Cluster>map(Existing::new)
        .orElseGet(() -> Started.start(nodes));
  }

  /**
   * The access that a value of KUBECONFIG gives; empty where it is not set.
   *
   * @throws IllegalArgumentException where it lists several files, or one that cannot be read
   */
  static Optional<ClusterAccess> existing(@Nullable String kubeconfig) {
    if (kubeconfig == null || kubeconfig.isBlank()) {
      return Optional.empty();
    }
    if (kubeconfig.contains(File.pathSeparator)) {
      throw new IllegalArgumentException(
          "KUBECONFIG lists several files ("
              + kubeconfig
              + "): name the one of the cluster to test against, or unset it");
    }
    return Optional.of(new ClusterAccess(Path.of(kubeconfig), Optional.empty(), Optional.empty()));
  }

  /** Whose the cluster is decides what closing means. */
  private sealed interface Cluster extends AutoCloseable {
    ClusterAccess access();

    @Override
    void close();
  }

  private record Existing(ClusterAccess access) implements Cluster {
    @Override
    public void close() {}
  }

  private record Started(ClusterAccess access, int number, TestbedCommand testbed)
      implements Cluster {
    static Started start(int nodes) {
      TestbedCommand testbed = TestbedCommand.find();
      Map<String, String> answer =
          testbed.runFree(
              "up", "--nodes", Integer.toString(nodes), "--owner", TestbedCommand.ownPid());
      int number = Integer.parseInt(TestbedCommand.value(answer, "instance"));
      return new Started(TestbedCommand.accessOf(answer, Optional.of(number)), number, testbed);
    }

    @Override
    public void close() {
      testbed.run(Optional.of(number), "down");
    }
  }
}
