package io.vectorcluster.operator.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.vectorcluster.operator.intent.Authentication;
import java.util.ArrayList;
import java.util.List;

/** What a node's pod mounts beside its data. */
final class NodeVolumes {
  /** Readable by the pod's group only. */
  private static final int MODE = 0440;

  private NodeVolumes() {}

  static List<Volume> of(Blueprint blueprint) {
    String cluster = blueprint.cluster().name();
    List<Volume> volumes = new ArrayList<>();
    volumes.add(
        new VolumeBuilder()
            .withName("tmp")
            .withNewEmptyDir()
            .withSizeLimit(new Quantity("256Mi"))
            .endEmptyDir()
            .build());
    volumes.add(
        new VolumeBuilder()
            .withName("internal")
            .withNewSecret()
            .withSecretName(Names.internalSecret(cluster))
            .withDefaultMode(MODE)
            .endSecret()
            .build());
    volumes.add(
        new VolumeBuilder()
            .withName("config")
            .withNewConfigMap()
            .withName(Names.config(cluster))
            .withDefaultMode(MODE)
            .endConfigMap()
            .build());
    if (blueprint.intent().authentication() == Authentication.API_KEY) {
      volumes.add(
          new VolumeBuilder()
              .withName("keys")
              .withNewProjected()
              .withDefaultMode(MODE)
              .withSources(
                  key(Names.accessSecret(cluster), "access.admin"),
                  key(Names.appSecret(cluster), "app.write"))
              .endProjected()
              .build());
    }
    return volumes;
  }

  /** The file's name carries the key's name and role: NAME.ROLE. */
  private static VolumeProjection key(String secret, String file) {
    return new VolumeProjectionBuilder()
        .withNewSecret()
        .withName(secret)
        .addNewItem()
        .withKey(Secrets.API_KEY)
        .withPath(file)
        .endItem()
        .endSecret()
        .build();
  }
}
