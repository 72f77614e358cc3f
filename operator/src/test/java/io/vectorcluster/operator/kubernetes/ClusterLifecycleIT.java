package io.vectorcluster.operator.kubernetes;

import static io.vectorcluster.operator.kubernetes.Workbench.NAMESPACE;
import static io.vectorcluster.operator.kubernetes.Workbench.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.testbed.ApiServer;
import io.vectorcluster.testbed.ClusterAccess;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** From an empty API server to a serving cluster, and back to it after what people do. */
@ApiServer
final class ClusterLifecycleIT {
  private static final Duration BACK = Duration.ofSeconds(5);

  @SuppressWarnings("NullAway.Init") // set before the first test
  private static Workbench bench;

  @BeforeAll
  static void start(ClusterAccess access) {
    bench = new Workbench(access);
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @Test
  void aClusterBecomesHealthy() {
    bench.apply("born", "{shards: 3}");

    VectorClusterStatus status = bench.awaitPhase("born", "Healthy");

    assertThat(status.shardsReady()).isEqualTo("3/3");
    assertThat(says(status, "Ready", "True", "AllSlotsServed")).isTrue();
    assertThat(status.condition("Reconciling")).isEmpty();
    assertThat(status.condition("Stalled")).isEmpty();
    assertThat(bench.topology("born").orElseThrow().epoch()).isEqualTo(1);
    assertThat(status.topology()).isNotNull();
    bench.awaitEvents("born", "ShardCreated", "StartedEmpty", "AllSlotsServed");
    assertThat(bench.events("born")).containsOnlyOnce("StartedEmpty", "AllSlotsServed");
  }

  @Test
  void deletedChildrenComeBack() {
    bench.apply("repaired", "{shards: 2}");
    bench.awaitPhase("repaired", "Healthy");
    Secret before = secret("repaired-access");

    bench.client.services().inNamespace(NAMESPACE).withName("repaired-nodes").delete();
    bench.client.apps().statefulSets().inNamespace(NAMESPACE).withName("repaired-shard-1").delete();
    bench.client.secrets().inNamespace(NAMESPACE).withName("repaired-access").delete();

    await()
        .atMost(BACK)
        .untilAsserted(
            () -> {
              assertThat(service("repaired-nodes")).isNotNull();
              assertThat(set("repaired-shard-1")).isNotNull();
              assertThat(secret("repaired-access")).isNotNull();
              assertThat(secret("repaired-access").getMetadata().getUid())
                  .isNotEqualTo(before.getMetadata().getUid());
            });
    // Clients keep the key they have.
    assertThat(secret("repaired-access").getData()).isEqualTo(before.getData());
    bench.awaitPhase("repaired", "Healthy");
    bench.awaitEvents("repaired", "ChildRestored");
  }

  @Test
  void handEditsAreRevertedAndLabelsOfOthersStay() {
    bench.apply("edited", "{shards: 1}");
    bench.awaitPhase("edited", "Healthy");

    bench
        .client
        .apps()
        .statefulSets()
        .inNamespace(NAMESPACE)
        .withName("edited-shard-0")
        .edit(
            set ->
                set.edit()
                    .editMetadata()
                    .addToLabels("team", "search")
                    .endMetadata()
                    .editSpec()
                    .withReplicas(4)
                    .endSpec()
                    .build());

    await().atMost(BACK).until(() -> set("edited-shard-0").getSpec().getReplicas() == 1);
    assertThat(set("edited-shard-0").getMetadata().getLabels()).containsEntry("team", "search");
    bench.awaitPhase("edited", "Healthy");
    bench.awaitEvents("edited", "ChildReverted");
  }

  @Test
  void aPortNumberEditedByHandIsReverted() {
    bench.apply("ported", "{shards: 1}");
    bench.awaitPhase("ported", "Healthy");
    Service before = service("ported");

    bench
        .client
        .services()
        .inNamespace(NAMESPACE)
        .withName("ported")
        .edit(
            service ->
                service.edit().editSpec().editPort(0).withPort(7000).endPort().endSpec().build());

    await()
        .atMost(BACK)
        .until(() -> service("ported").getSpec().getPorts().equals(before.getSpec().getPorts()));
    assertThat(service("ported").getSpec().getClusterIP())
        .isEqualTo(before.getSpec().getClusterIP());
    bench.awaitPhase("ported", "Healthy");
  }

  @Test
  void otherModesKeepTheirShards() {
    bench.apply("full", "{shards: 2, replication: {mode: MultiPrimary}}");
    bench.awaitPhase("full", "Healthy");

    bench.apply("full", "{shards: 4, replication: {mode: MultiPrimary}}");

    VectorClusterStatus status = bench.awaitPhase("full", "Blocked");
    assertThat(says(status, "Balanced", "False", "ShardsFixed")).isTrue();
    assertThat(says(status, "Stalled", "True", "ShardsFixed")).isTrue();
    assertThat(says(status, "Available", "True", "AllSlotsServed")).isTrue();
    assertThat(bench.topology("full").orElseThrow().shards()).hasSize(2);

    bench.apply("full", "{shards: 2, replication: {mode: MultiPrimary}}");
    bench.awaitPhase("full", "Healthy");
  }

  @Test
  void anEmptyClusterGetsOtherShards() {
    bench.apply("empty", "{shards: 2}");
    bench.awaitPhase("empty", "Healthy");

    bench.apply("empty", "{shards: 3}");
    awaitShards("empty", 3);

    // More than half leave; where nothing is copied nobody is asked.
    bench.apply("empty", "{shards: 1}");
    awaitShards("empty", 1);
  }

  @Test
  void slotsOfAClusterWithDataMove() {
    bench.apply("moving", "{shards: 2}");
    bench.awaitPhase("moving", "Healthy");
    bench.kubelet.disk("moving-shard-0-0").points = 500;
    bench.kubelet.disk("moving-shard-1-0").points = 500;

    bench.apply("moving", "{shards: 3, rebalance: {maxConcurrentMoves: 64}}");
    VectorClusterStatus status =
        bench.awaitStatus("moving", now -> now.rebalance() != null && now.progress() != null);
    assertThat(Objects.requireNonNull(status.rebalance()).moves()).isEqualTo(341);
    awaitShards("moving", 3);

    bench.apply("moving", "{shards: 2, rebalance: {maxConcurrentMoves: 64}}");
    awaitShards("moving", 2);
    bench.awaitEvents("moving", "RebalanceStarted", "RebalanceCompleted");
  }

  /** Healthy, with a pod and slots for each shard. */
  private void awaitShards(String cluster, int count) {
    bench.awaitStatus(
        cluster,
        status ->
            (count + "/" + count).equals(status.shardsReady()) && "Healthy".equals(status.phase()));
    await().atMost(Duration.ofSeconds(20)).until(() -> bench.pods(cluster).size() == count);
    assertThat(bench.topology(cluster).orElseThrow().assignment().owners()).hasSize(count);
  }

  @Test
  void aNewImageRollsOneShardAtATime() {
    bench.apply("rolled", "{shards: 2}");
    bench.awaitPhase("rolled", "Healthy");

    bench.apply("rolled", "{shards: 2, version: 0.2.0}");

    bench.awaitStatus(
        "rolled", status -> "Healthy".equals(status.phase()) && "0.2.0".equals(status.version()));
    assertThat(bench.pods("rolled"))
        .extracting(pod -> pod.getSpec().getContainers().getFirst().getImage())
        .containsExactly("vectorcluster/index-node:0.2.0", "vectorcluster/index-node:0.2.0");
    bench.awaitEvents("rolled", "RollingOut", "UpToDate");
  }

  @Test
  void stoppedClustersHaveNoPodsAndComeBack() {
    bench.apply("stopped", "{shards: 1}");
    bench.awaitPhase("stopped", "Healthy");

    bench.apply("stopped", "{shards: 1, runPolicy: Stopped}");
    bench.awaitPhase("stopped", "Stopped");
    await().atMost(Duration.ofSeconds(20)).until(() -> bench.pods("stopped").isEmpty());

    bench.apply("stopped", "{shards: 1}");
    bench.awaitPhase("stopped", "Healthy");
    assertThat(bench.topology("stopped").orElseThrow().epoch()).isEqualTo(1);
  }

  private static Service service(String name) {
    return bench.client.services().inNamespace(NAMESPACE).withName(name).get();
  }

  private static StatefulSet set(String name) {
    return bench.client.apps().statefulSets().inNamespace(NAMESPACE).withName(name).get();
  }

  private static Secret secret(String name) {
    return bench.client.secrets().inNamespace(NAMESPACE).withName(name).get();
  }
}
