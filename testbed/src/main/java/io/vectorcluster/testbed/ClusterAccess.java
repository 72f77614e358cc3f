package io.vectorcluster.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    TestbedCommand.find().run(Optional.of(ownInstance()), "load-image", archiveOrFolder.toString());
  }

  /**
   * Builds the image of a module from what the build packaged, and imports it.
   *
   * @param module {@code index-node} or {@code operator}
   * @return the image's name
   * @throws IllegalStateException where the cluster is not the testbed's, or the module is not
   *     packaged
   */
  public String buildAndLoadImage(String module) {
    int number = ownInstance();
    TestbedCommand testbed = TestbedCommand.find();
    Path folder = testbed.images(module);
    testbed.run(Optional.of(number), "load-image", folder.resolve(module + ".tar").toString());
    try {
      return Files.readString(folder.resolve(module + ".name")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the name of the image of " + module, e);
    }
  }

  /**
   * A node of a testbed cluster, to be stopped or cut off. Put back what you broke before the test
   * ends: other classes use the same nodes.
   *
   * @param name {@code node0}, {@code node1}, ...
   * @throws IllegalStateException where the cluster is not the testbed's
   */
  public ClusterNode node(String name) {
    int number =
        instance.orElseThrow(
            () ->
                new IllegalStateException(
                    "only nodes of the testbed are stopped or cut off: unset KUBECONFIG"));
    return new ClusterNode(name, number, TestbedCommand.find());
  }

  private int ownInstance() {
    return instance.orElseThrow(
        () ->
            new IllegalStateException(
                "images are loaded into clusters of the testbed only: push them to a registry that this cluster reads"));
  }
}
