package io.vectorcluster.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a test needs to talk to a Kubernetes API.
 *
 * @param kubeconfig a readable kubeconfig whose current context is the cluster
 * @param auditLog the API server's audit log: one JSON event a line, writes only; empty for a
 *     cluster that is not ours
 * @param instance the testbed's number of the cluster; empty for an API server alone and for a
 *     cluster that is not ours
 */
public record ClusterAccess(Path kubeconfig, Optional<Path> auditLog, Optional<Integer> instance) {
  public ClusterAccess {
    if (!Files.isReadable(kubeconfig)) {
      throw new IllegalArgumentException(
          "kubeconfig " + kubeconfig + " cannot be read: name an existing file");
    }
  }

  /**
   * Imports an image archive, or all {@code *.tar} of a folder, into every node of a testbed
   * cluster.
   *
   * @throws IllegalStateException where the cluster is not the testbed's: its images come from a
   *     registry
   */
  public void loadImage(Path archiveOrFolder) {
    int number =
        instance.orElseThrow(
            () ->
                new IllegalStateException(
                    "images are loaded into clusters of the testbed only: push "
                        + archiveOrFolder
                        + " to a registry that this cluster reads"));
    TestbedCommand.find().run(Optional.of(number), "load-image", archiveOrFolder.toString());
  }
}
