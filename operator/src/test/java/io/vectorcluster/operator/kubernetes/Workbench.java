package io.vectorcluster.operator.kubernetes;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vectorcluster.operator.Yaml;
import io.vectorcluster.operator.api.v1alpha1.VectorCluster;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorTopology;
import io.vectorcluster.operator.core.RecordCodec;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Labels;
import io.vectorcluster.testbed.ClusterAccess;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A running operator on an API server, with pods that only seem to run. */
final class Workbench implements AutoCloseable {
  static final String NAMESPACE = "default";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final KubernetesClient client;
  final FakeKubelet kubelet;
  private final ReconcilerProcess operator;

  Workbench(ClusterAccess access) {
    this.client = Cluster.withCrds(access);
    this.kubelet = new FakeKubelet(client);
    this.operator = new ReconcilerProcess(client, Optional.empty());
    operator.start(new Release("vectorcluster/index-node", "0.1.0"), Set.of(NAMESPACE));
  }

  void apply(String name, String spec) {
    VectorCluster cluster = new VectorCluster();
    cluster.setMetadata(new ObjectMetaBuilder().withName(name).withNamespace(NAMESPACE).build());
    cluster.setSpec(Yaml.as(Yaml.parse(spec), VectorClusterSpec.class));
    cluster.setStatus(null);
    client.resource(cluster).fieldManager("user").forceConflicts().serverSideApply();
  }

  VectorClusterStatus status(String name) {
    @Nullable VectorCluster cluster =
        client.resources(VectorCluster.class).inNamespace(NAMESPACE).withName(name).get();
    return cluster == null || cluster.getStatus() == null
        ? VectorClusterStatus.UNSEEN
        : cluster.getStatus();
  }

  VectorClusterStatus awaitPhase(String name, String phase) {
    return awaitStatus(name, status -> phase.equals(status.phase()));
  }

  VectorClusterStatus awaitStatus(String name, Predicate<VectorClusterStatus> condition) {
    return await()
        .alias("status of " + name)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> status(name), condition);
  }

  /** Whether a condition has this status and reason. */
  static boolean says(VectorClusterStatus status, String type, String value, String reason) {
    return status
        .condition(type)
        .filter(c -> c.status().equals(value) && c.reason().equals(reason))
        .isPresent();
  }

  @Nullable VectorTopology record(String name) {
    return client.resources(VectorTopology.class).inNamespace(NAMESPACE).withName(name).get();
  }

  Optional<Topology> topology(String name) {
    @Nullable VectorTopology record = record(name);
    return record == null
        ? Optional.empty()
        : Optional.ofNullable(record.getRecord()).map(RecordCodec::decode);
  }

  List<Pod> pods(String cluster) {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel(Labels.INSTANCE, cluster)
        .list()
        .getItems();
  }

  List<String> events(String cluster) {
    return client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(cluster))
        .map(Event::getReason)
        .toList();
  }

  /** Events follow the status: one that was awaited may be there before them. */
  void awaitEvents(String cluster, String... reasons) {
    await()
        .alias("events of " + cluster)
        .atMost(PATIENCE)
        .until(() -> Set.copyOf(events(cluster)).containsAll(List.of(reasons)));
  }

  @Override
  public void close() {
    operator.close();
    kubelet.close();
    client.close();
  }
}
