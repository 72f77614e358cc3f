package io.vectorcluster.indexnode.node;

import static io.vectorcluster.indexnode.node.NodeCalls.count;
import static io.vectorcluster.indexnode.node.NodeCalls.createCollection;
import static io.vectorcluster.indexnode.node.NodeCalls.delete;
import static io.vectorcluster.indexnode.node.NodeCalls.present;
import static io.vectorcluster.indexnode.node.NodeCalls.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.topology.ReplicationMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas of one shard that all take writes, with everything but Kubernetes. */
final class MultiPrimaryNodesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** After the last write. */
  private static final Duration CONVERGENCE = Duration.ofSeconds(10);

  private static final ReplicationMode MULTI_PRIMARY = new ReplicationMode.MultiPrimary();

  @Test
  void bothSidesOfACutLinkTakeWritesAndBecomeEqual(@TempDir Path folder) throws Exception {
    try (NodesOnLoopback cluster = new NodesOnLoopback(folder)) {
      Node a = cluster.start(0, "a", 0);
      Node b = cluster.start(0, "b", 0);
      try (LinkOnLoopback toA = new LinkOnLoopback(a.internalPort().orElseThrow());
          LinkOnLoopback toB = new LinkOnLoopback(b.internalPort().orElseThrow());
          OperatorOnLoopback operator = new OperatorOnLoopback(cluster, MULTI_PRIMARY)) {
        operator.putBehind(a, toA);
        operator.putBehind(b, toB);
        operator.publishFirst(List.of(a, b));
        operator.awaitInSync(2);
        createCollection(a);
        upsert(a, 0, 100);
        upsert(b, 100, 100);
        awaitEqual(operator);
        assertThat(a.conflicts() + b.conflicts()).isZero();

        // Given
        toA.cut();
        toB.cut();

        // When
        upsert(a, 150, 100);
        upsert(b, 200, 100);
        delete(b, 150, 10);
        assertThat(count(a)).as("a knows nothing of b's").isEqualTo(250);
        assertThat(count(b)).as("b knows nothing of a's").isEqualTo(290);
        toA.heal();
        toB.heal();

        // Then: 50 points were written on both sides, and 10 more were deleted on one
        awaitEqual(operator);
        assertThat(present(a, 0, 400)).hasSize(290).isEqualTo(present(b, 0, 400));
        assertThat(a.conflicts() + b.conflicts()).isBetween(60L, 120L);
        operator.awaitInSync(2);
      }
    }
  }

  @Test
  void aNodeThatWasAwayIsShippedWhatItMissed(@TempDir Path folder) throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, MULTI_PRIMARY, "a", "b", "c")) {
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
      Node c = copies.nodes().get(2);
      createCollection(a);
      upsert(a, 0, 300);
      operator.stop(b);
      upsert(a, 300, 300);
      upsert(c, 600, 300);

      Node again = operator.restart("b");

      awaitEqual(operator);
      await().atMost(PATIENCE).until(() -> again.notReady().isEmpty());
      upsert(again, 900, 100);
      awaitEqual(operator);
      assertThat(count(a)).isEqualTo(1_000);
    }
  }

  /** What only the lost disk had acknowledged is gone, and nothing else. */
  @Test
  void aLostDiskTakesWithItAtMostWhatItAloneAcknowledged(@TempDir Path folder) throws Exception {
    try (NodesOnLoopback cluster = new NodesOnLoopback(folder)) {
      Node a = cluster.start(0, "a", 0);
      Node b = cluster.start(0, "b", 0);
      try (LinkOnLoopback toA = new LinkOnLoopback(a.internalPort().orElseThrow());
          LinkOnLoopback toB = new LinkOnLoopback(b.internalPort().orElseThrow());
          OperatorOnLoopback operator = new OperatorOnLoopback(cluster, MULTI_PRIMARY)) {
        operator.putBehind(a, toA);
        operator.putBehind(b, toB);
        operator.publishFirst(List.of(a, b));
        operator.awaitInSync(2);
        createCollection(a);
        upsert(a, 0, 100);
        upsert(b, 100, 100);
        awaitEqual(operator);
        toA.cut();
        toB.cut();
        upsert(a, 200, 50);
        upsert(b, 300, 50);

        // When b's disk goes before anybody else has its last writes
        operator.stop(b);
        toA.heal();
        Node empty = operator.restart("b-2");
        await().atMost(PATIENCE).until(() -> empty.notReady().isEmpty());

        // Then
        awaitEqual(operator);
        List<Long> left = present(a, 0, 400);
        assertThat(left).hasSize(250).noneMatch(id -> id >= 300);
        assertThat(present(empty, 0, 400)).isEqualTo(left);
        upsert(empty, 500, 10);
        awaitEqual(operator);
      }
    }
  }

  private static void awaitEqual(OperatorOnLoopback operator) {
    InstantSource clock = InstantSource.system();
    long began = clock.millis();
    await()
        .atMost(CONVERGENCE)
        .untilAsserted(
            () -> assertThat(operator.slotSums()).as("all replicas hold the same").hasSize(1));
    System.out.printf("equal after %,d ms%n", clock.millis() - began);
  }
}
