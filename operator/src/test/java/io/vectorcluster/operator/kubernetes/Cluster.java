package io.vectorcluster.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.vectorcluster.operator.Yaml;
import io.vectorcluster.operator.api.v1alpha1.VectorCluster;
import io.vectorcluster.testbed.ClusterAccess;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An API server with our CRDs. */
final class Cluster {
  private static final ResourceDefinitionContext CLUSTERS =
      new ResourceDefinitionContext.Builder()
          .withGroup(VectorCluster.GROUP)
          .withVersion(VectorCluster.VERSION)
          .withKind("VectorCluster")
          .withPlural("vectorclusters")
          .withNamespaced(true)
          .build();

  private Cluster() {}

  static KubernetesClient connect(ClusterAccess access) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(access.kubeconfig().toFile()))
        .build();
  }

  static KubernetesClient withCrds(ClusterAccess access) {
    KubernetesClient client = connect(access);
    for (Path crd : Yaml.files(Yaml.REPOSITORY.resolve("crds"))) {
      HasMetadata applied = client.resource(read(crd)).forceConflicts().serverSideApply();
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(applied.getMetadata().getName())
          .waitUntilCondition(
              found ->
                  found != null
                      && found.getStatus() != null
                      && found.getStatus().getConditions() != null
                      && found.getStatus().getConditions().stream()
                          .anyMatch(
                              c ->
                                  c.getType().equals("Established")
                                      && c.getStatus().equals("True")),
              30,
              TimeUnit.SECONDS);
    }
    return client;
  }

  /** As users write it: fields and types that no record of ours has passed through. */
  static MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      raw(KubernetesClient client) {
    return client.genericKubernetesResources(CLUSTERS);
  }

  static GenericKubernetesResource cluster(String name, JsonNode spec) {
    GenericKubernetesResource cluster = new GenericKubernetesResource();
    cluster.setApiVersion(VectorCluster.GROUP + "/" + VectorCluster.VERSION);
    cluster.setKind("VectorCluster");
    cluster.setMetadata(
        new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
            .withName(name)
            .withNamespace("default")
            .build());
    cluster.setAdditionalProperty("spec", Yaml.as(spec, Object.class));
    return cluster;
  }

  private static HasMetadata read(Path file) {
    return Yaml.as(
        Yaml.read(file),
        io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition.class);
  }
}
