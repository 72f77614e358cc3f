package io.vectorcluster.operator.kubernetes;

import static io.vectorcluster.operator.kubernetes.Workbench.NAMESPACE;
import static io.vectorcluster.operator.kubernetes.Workbench.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.resources.Labels;
import io.vectorcluster.testbed.ApiServer;
import io.vectorcluster.testbed.ClusterAccess;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two copies of each shard: they come, take over from each other, are rebuilt and go. */
@ApiServer
final class ReplicationIT {
  private static final String TWO = "{shards: 2, replication: {factor: 2}}";

  /** A round of asking, a dead node's silence, and a slow machine. */
  private static final Duration FAILOVER = Duration.ofSeconds(8);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

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
  void everyShardHasItsCopies() {
    bench.apply("pair", TWO);
    VectorClusterStatus status = bench.awaitPhase("pair", "Healthy");

    assertThat(status.replicasReady()).isEqualTo("4/4");
    assertThat(says(status, "Replicated", "True", "FullyReplicated")).isTrue();
    assertThat(status.shardStatuses()).hasSize(2);
    assertThat(bench.topology("pair").orElseThrow().epoch()).isEqualTo(1);
    assertThat(primary("pair", 1)).isEqualTo("pair-shard-1-0");
    assertThat(budgets("pair")).containsExactlyInAnyOrder("pair-shard-0", "pair-shard-1");
  }

  @Test
  void anotherCopyTakesOverWhileKubernetesStillCallsTheDeadPodReady() {
    bench.apply("over", TWO);
    bench.awaitPhase("over", "Healthy");

    bench.kubelet.kill("over-shard-0-0");

    await().atMost(FAILOVER).until(() -> primary("over", 0).equals("over-shard-0-1"));
    assertThat(primary("over", 1)).isEqualTo("over-shard-1-0");
    VectorClusterStatus status =
        bench.awaitStatus("over", s -> says(s, "Replicated", "False", "AtRisk"));
    assertThat(says(status, "Available", "True", "AllSlotsServed")).isTrue();
    bench.awaitEvents("over", "PrimaryPromoted", "ReplicaLost");
    assertThat(bench.events("over")).doesNotContain("TopologyRebuilt");

    bench.kubelet.revive("over-shard-0-0");
    bench.awaitPhase("over", "Healthy");
    assertThat(primary("over", 0)).isEqualTo("over-shard-0-1");
    assertThat(set("over", 0).inSync()).hasSize(2);
  }

  @Test
  void aLostDiskIsRebuiltUnderTheSameName() {
    bench.apply("disk", TWO);
    bench.awaitPhase("disk", "Healthy");
    ReplicaSet before = set("disk", 0);

    bench.kubelet.loseDisk("disk-shard-0-0");

    await().atMost(PATIENCE).until(() -> !set("disk", 0).members().equals(before.members()));
    bench.awaitPhase("disk", "Healthy");
    ReplicaSet after = set("disk", 0);
    assertThat(after.inSync())
        .hasSize(2)
        .doesNotContain(before.primaryMember().orElseThrow().store());
    assertThat(after.members()).extracting(Member::host).doesNotHaveDuplicates();
    assertThat(primary("disk", 0)).isEqualTo("disk-shard-0-1");
  }

  @Test
  void copiesComeAndGo() {
    bench.apply("grown", "{shards: 1}");
    bench.awaitPhase("grown", "Healthy");
    List<String> before = podUids("grown");

    bench.apply("grown", "{shards: 1, replication: {factor: 3}}");
    bench.awaitStatus("grown", s -> "3/3".equals(s.replicasReady()) && "Healthy".equals(s.phase()));
    assertThat(podUids("grown")).as("no pod restarts").containsAll(before);
    assertThat(budgets("grown")).containsExactly("grown-shard-0");

    bench.kubelet.kill("grown-shard-0-0");
    await().atMost(FAILOVER).until(() -> !primary("grown", 0).equals("grown-shard-0-0"));
    bench.kubelet.revive("grown-shard-0-0");
    bench.awaitStatus("grown", s -> "3/3".equals(s.replicasReady()));

    bench.apply("grown", "{shards: 1, replication: {factor: 1}}");
    bench.awaitStatus("grown", s -> "1/1".equals(s.replicasReady()) && "Healthy".equals(s.phase()));
    await().atMost(PATIENCE).until(() -> bench.pods("grown").size() == 1);
    await().atMost(PATIENCE).until(() -> claims("grown").equals(List.of("data-grown-shard-0-0")));
    await().atMost(PATIENCE).until(() -> budgets("grown").equals(List.of("grown")));
    assertThat(primary("grown", 0)).isEqualTo("grown-shard-0-0");
    bench.awaitEvents("grown", "ReplicaRebuilding", "ReplicaRebuilt", "ReplicaLeft");
    assertThat(bench.events("grown")).doesNotContain("ChildReverted", "TopologyRebuilt");
  }

  @Test
  void aNewImageRollsReplicasFirstAndPrimariesHandOver() {
    bench.apply("rolled2", TWO);
    bench.awaitPhase("rolled2", "Healthy");

    bench.apply("rolled2", "{shards: 2, replication: {factor: 2}, version: 0.2.0}");

    bench.awaitStatus("rolled2", s -> "Healthy".equals(s.phase()) && "0.2.0".equals(s.version()));
    assertThat(bench.pods("rolled2"))
        .extracting(pod -> pod.getSpec().getContainers().getFirst().getImage())
        .containsOnly("vectorcluster/index-node:0.2.0");
    assertThat(primary("rolled2", 0)).isEqualTo("rolled2-shard-0-1");
    assertThat(primary("rolled2", 1)).isEqualTo("rolled2-shard-1-1");
    assertThat(bench.events("rolled2")).doesNotContain("TopologyRebuilt", "ShardUnavailable");
  }

  private static ReplicaSet set(String cluster, int shard) {
    Topology topology = bench.topology(cluster).orElseThrow();
    return topology.shard(new ShardId(shard)).orElseThrow().replicas();
  }

  /** The primary's pod. */
  private static String primary(String cluster, int shard) {
    String host = set(cluster, shard).primaryMember().orElseThrow().host();
    return host.substring(0, host.indexOf('.'));
  }

  private static List<String> podUids(String cluster) {
    return bench.pods(cluster).stream().map(pod -> pod.getMetadata().getUid()).toList();
  }

  /** Without those that wait for a controller this API server does not have. */
  private static List<String> claims(String cluster) {
    return bench
        .client
        .persistentVolumeClaims()
        .inNamespace(NAMESPACE)
        .withLabel(Labels.INSTANCE, cluster)
        .list()
        .getItems()
        .stream()
        .map(PersistentVolumeClaim::getMetadata)
        .filter(claim -> claim.getDeletionTimestamp() == null)
        .map(ObjectMeta::getName)
        .sorted()
        .toList();
  }

  private static List<String> budgets(String cluster) {
    return bench
        .client
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(NAMESPACE)
        .withLabel(Labels.INSTANCE, cluster)
        .list()
        .getItems()
        .stream()
        .map(PodDisruptionBudget::getMetadata)
        .map(ObjectMeta::getName)
        .toList();
  }
}
