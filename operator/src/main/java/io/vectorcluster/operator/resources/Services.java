package io.vectorcluster.operator.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;

/** The Services of a cluster. */
final class Services {

  private Services() {}

  /** Gives each pod its name, also while it is not ready: topologies are pushed to it then. */
  static Service nodes(Blueprint blueprint) {
    String cluster = blueprint.cluster().name();
    return new ServiceBuilder()
        .withMetadata(
            Children.metadata(blueprint.cluster(), Names.nodes(cluster), Labels.child(cluster)))
        .withNewSpec()
        .withType("ClusterIP")
        .withClusterIP("None")
        .withPublishNotReadyAddresses(true)
        .withSelector(Labels.nodes(cluster))
        .withPorts(
            port("internal", Names.INTERNAL_PORT),
            port("data", Names.DATA_PORT),
            port("management", Names.MANAGEMENT_PORT))
        .endSpec()
        .build();
  }

  /** Where clients connect: any ready node answers for the whole cluster. */
  static Service client(Blueprint blueprint) {
    String cluster = blueprint.cluster().name();
    return new ServiceBuilder()
        .withMetadata(Children.metadata(blueprint.cluster(), cluster, Labels.child(cluster)))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(Labels.nodes(cluster))
        .withPorts(port("data", Names.DATA_PORT), port("management", Names.MANAGEMENT_PORT))
        .endSpec()
        .build();
  }

  private static ServicePort port(String name, int number) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(number)
        .withProtocol("TCP")
        .withTargetPort(new IntOrString(name))
        .build();
  }
}
