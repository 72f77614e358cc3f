package io.vectorcluster.operator.kubernetes;

import static io.vectorcluster.operator.kubernetes.Workbench.NAMESPACE;
import static io.vectorcluster.operator.kubernetes.Workbench.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.PendingApproval;
import io.vectorcluster.operator.api.v1alpha1.VectorTopology;
import io.vectorcluster.testbed.ApiServer;
import io.vectorcluster.testbed.ClusterAccess;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Protocol T1 and T3: the record of where data lives is never made up again. */
@ApiServer
final class TopologyRecordIT {
  /** A record of epoch 1 comes back so far above it (ADR 0102). */
  private static final long REBUILT = 1_001;

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
  void aDeletedRecordIsRebuiltFromTheNodes() {
    bench.apply("deleted", "{shards: 3}");
    bench.awaitPhase("deleted", "Healthy");
    Topology before = bench.topology("deleted").orElseThrow();

    deleteRecord("deleted");

    Topology after = awaitEpoch("deleted", REBUILT);
    assertThat(after).isEqualTo(before.republishedAbove(REBUILT - 1));
    assertThat(bench.kubelet.disk("deleted-shard-0-0").promised).hasValue(REBUILT);
    assertThat(Objects.requireNonNull(bench.record("deleted")).getSpec().rebuilding()).isNull();
    bench.awaitPhase("deleted", "Healthy");
    bench.awaitEvents("deleted", "TopologyRebuilt");
    assertThat(bench.events("deleted")).containsOnlyOnce("TopologyRebuilt");
  }

  @Test
  void anAlteredRecordIsRebuiltFromTheNodes() {
    bench.apply("altered", "{shards: 2}");
    bench.awaitPhase("altered", "Healthy");
    Topology before = bench.topology("altered").orElseThrow();

    bench
        .client
        .resources(VectorTopology.class)
        .inNamespace(NAMESPACE)
        .withName("altered")
        .edit(
            record -> {
              record.setRecord(withOwners(Objects.requireNonNull(record.getRecord()), "1024x0"));
              return record;
            });

    assertThat(awaitEpoch("altered", REBUILT).assignment()).isEqualTo(before.assignment());
  }

  @Test
  void whileANodeIsSilentTheClusterIsStalledAndKeepsItsPods() {
    bench.apply("silent", "{shards: 2}");
    bench.awaitPhase("silent", "Healthy");
    bench.kubelet.cut("silent-shard-1-0");
    bench.awaitStatus("silent", s -> says(s, "Available", "Unknown", "NodesUnreachable"));

    deleteRecord("silent");

    VectorClusterStatus status =
        bench.awaitStatus("silent", s -> says(s, "Stalled", "True", "TopologyLost"));
    assertThat(says(status, "Ready", "False", "TopologyLost")).isTrue();
    assertThat(status.message()).contains("silent-shard-1-0");
    assertThat(bench.record("silent")).isNull();
    assertThat(bench.pods("silent")).hasSize(2);

    bench.kubelet.mend("silent-shard-1-0");
    awaitEpoch("silent", REBUILT);
    bench.awaitPhase("silent", "Healthy");
  }

  @Test
  void aPodWithAnotherDiskIsNeverTakenForTheOldOne() {
    bench.apply("lost", "{shards: 2}");
    bench.awaitPhase("lost", "Healthy");
    Topology before = bench.topology("lost").orElseThrow();

    bench.kubelet.loseDisk("lost-shard-1-0");

    VectorClusterStatus status =
        bench.awaitStatus("lost", s -> says(s, "Stalled", "True", "ReplicaLost"));
    assertThat(status.phase()).isEqualTo("Unavailable");
    assertThat(status.message()).contains("lost-shard-1-0");
    assertThat(bench.topology("lost")).contains(before);
    assertThat(bench.kubelet.disk("lost-shard-1-0").isMember()).isFalse();
  }

  @Test
  void anotherDiskIsTakenOnceItsLossIsAcceptedAndTheIdIsOfNoUseLater() {
    bench.apply("given-up", "{shards: 2}");
    bench.awaitPhase("given-up", "Healthy");
    bench.kubelet.loseDisk("given-up-shard-1-0");
    String id = awaitPending("given-up").id();

    bench.apply("given-up", "{shards: 2, approvals: [%s]}".formatted(id));

    VectorClusterStatus healthy = bench.awaitPhase("given-up", "Healthy");
    assertThat(healthy.pendingApprovals()).isNull();
    assertThat(awaitEpoch("given-up", 2).shards()).hasSize(2);
    assertThat(bench.kubelet.disk("given-up-shard-1-0").isMember()).isTrue();
    bench.awaitEvents("given-up", "LossAccepted");
    assertThat(Objects.requireNonNull(bench.record("given-up")).getSpec().approvals())
        .containsExactly(id);

    // When the same happens again, with the id still in the spec
    bench.kubelet.loseDisk("given-up-shard-1-0");
    assertThat(awaitPending("given-up").id()).isNotEqualTo(id);
    assertThat(bench.topology("given-up").map(Topology::epoch)).contains(2L);
    assertThat(bench.events("given-up")).containsOnlyOnce("LossAccepted");
  }

  private static PendingApproval awaitPending(String cluster) {
    VectorClusterStatus status =
        bench.awaitStatus(
            cluster,
            s -> says(s, "Stalled", "True", "ReplicaLost") && s.pendingApprovals() != null);
    return Objects.requireNonNull(status.pendingApprovals()).getFirst();
  }

  private static void deleteRecord(String cluster) {
    bench.client.resources(VectorTopology.class).inNamespace(NAMESPACE).withName(cluster).delete();
  }

  private static Topology awaitEpoch(String cluster, long epoch) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IllegalArgumentException.class)
        .until(
            () -> bench.topology(cluster), t -> t.map(Topology::epoch).equals(Optional.of(epoch)))
        .orElseThrow();
  }

  private static TopologyRecord withOwners(TopologyRecord record, String owners) {
    return new TopologyRecord(
        record.format(),
        record.clusterId(),
        record.epoch(),
        record.hash(),
        record.slots(),
        record.assignment(),
        record.virtualNodes(),
        record.hosts(),
        record.replicas(),
        owners,
        record.terms(),
        record.mode(),
        record.moves(),
        record.goal());
  }
}
