package io.vectorcluster.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.vectorcluster.operator.intent.Authentication;
import io.vectorcluster.operator.intent.Spread;
import io.vectorcluster.topology.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pod of an index node: restricted by the Pod Security Standards, its root read-only. */
final class NodePods {
  static final String CONTAINER = "index-node";

  /** Above 10000, so that it is no user of a host. */
  private static final long USER = 65_532L;

  private static final String DATA = "/data";
  private static final String SETTINGS = "/etc/vectorcluster";
  private static final long DRAIN_SECONDS = 60L;

  private NodePods() {}

  static PodTemplateSpec template(Blueprint blueprint, ShardId shard) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Labels.shard(blueprint.cluster().name(), shard))
        .endMetadata()
        .withNewSpec()
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(DRAIN_SECONDS)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withFsGroupChangePolicy("OnRootMismatch")
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(blueprint, shard))
        .withVolumes(NodeVolumes.of(blueprint))
        .withTopologySpreadConstraints(spread(blueprint, shard))
        .endSpec()
        .build();
  }

  /**
   * Copies of a shard keep apart. That stands in the template also while there is one copy: another
   * factor then restarts no pod.
   */
  private static List<TopologySpreadConstraint> spread(Blueprint blueprint, ShardId shard) {
    List<TopologySpreadConstraint> constraints = new ArrayList<>();
    Spread spread = blueprint.intent().spread();
    whenUnsatisfiable(spread.nodes())
        .ifPresent(
            then -> constraints.add(apart(blueprint, shard, "kubernetes.io/hostname", then)));
    whenUnsatisfiable(spread.zones())
        .ifPresent(
            then -> constraints.add(apart(blueprint, shard, "topology.kubernetes.io/zone", then)));
    return constraints;
  }

  private static Optional<String> whenUnsatisfiable(Spread.Force force) {
    return switch (force) {
      case REQUIRED -> Optional.of("DoNotSchedule");
      case PREFERRED -> Optional.of("ScheduleAnyway");
      case IGNORED -> Optional.empty();
    };
  }

  private static TopologySpreadConstraint apart(
      Blueprint blueprint, ShardId shard, String topologyKey, String whenUnsatisfiable) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey(topologyKey)
        .withWhenUnsatisfiable(whenUnsatisfiable)
        .withNewLabelSelector()
        .withMatchLabels(Labels.nodesOf(blueprint.cluster().name(), shard))
        .endLabelSelector()
        .build();
  }

  private static Container container(Blueprint blueprint, ShardId shard) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(blueprint.image())
        .withImagePullPolicy("IfNotPresent")
        .withArgs("serve", "--data", DATA)
        .withEnv(environment(blueprint, shard))
        .withPorts(
            port("data", Names.DATA_PORT),
            port("management", Names.MANAGEMENT_PORT),
            port("internal", Names.INTERNAL_PORT))
        .withNewResources()
        .withRequests(blueprint.intent().resources().requests())
        .withLimits(blueprint.intent().resources().limits())
        .endResources()
        .withStartupProbe(probe("/health", 1, 120))
        .withLivenessProbe(probe("/health", 10, 6))
        .withReadinessProbe(probe("/ready", 1, 3))
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withVolumeMounts(mounts(blueprint))
        .build();
  }

  private static List<EnvVar> environment(Blueprint blueprint, ShardId shard) {
    List<EnvVar> environment = new ArrayList<>();
    environment.add(variable("SHARD_ID", shard.toString()));
    environment.add(variable("VECTORCLUSTER_MODE", "cluster"));
    environment.add(
        new EnvVarBuilder()
            .withName("VECTORCLUSTER_POD")
            .withNewValueFrom()
            .withNewFieldRef()
            .withApiVersion("v1")
            .withFieldPath("metadata.name")
            .endFieldRef()
            .endValueFrom()
            .build());
    environment.add(variable("VECTORCLUSTER_TOKEN_FILE", SETTINGS + "/internal/" + Secrets.TOKEN));
    environment.add(
        variable("VECTORCLUSTER_DEFAULTS_FILE", SETTINGS + "/config/" + Settings.DEFAULTS_FILE));
    environment.add(
        variable(
            "VECTORCLUSTER_REPLICATION_FILE", SETTINGS + "/config/" + Settings.REPLICATION_FILE));
    environment.add(
        variable("VECTORCLUSTER_READS_FILE", SETTINGS + "/config/" + Settings.READS_FILE));
    switch (blueprint.intent().authentication()) {
      case API_KEY -> {
        environment.add(variable("VECTORCLUSTER_AUTHENTICATION", "APIKey"));
        environment.add(variable("VECTORCLUSTER_KEYS_DIR", SETTINGS + "/keys"));
      }
      case NONE -> environment.add(variable("VECTORCLUSTER_AUTHENTICATION", "None"));
    }
    return environment;
  }

  private static List<VolumeMount> mounts(Blueprint blueprint) {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(new VolumeMountBuilder().withName("data").withMountPath(DATA).build());
    mounts.add(new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build());
    mounts.add(readOnly("internal"));
    mounts.add(readOnly("config"));
    if (blueprint.intent().authentication() == Authentication.API_KEY) {
      mounts.add(readOnly("keys"));
    }
    return mounts;
  }

  private static VolumeMount readOnly(String name) {
    return new VolumeMountBuilder()
        .withName(name)
        .withMountPath(SETTINGS + "/" + name)
        .withReadOnly(true)
        .build();
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }

  private static Probe probe(String path, int periodSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withPort(new IntOrString("management"))
        .withScheme("HTTP")
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(periodSeconds < 3 ? periodSeconds : 3)
        .withFailureThreshold(failures)
        .build();
  }
}
