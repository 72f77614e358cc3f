package io.vectorcluster.indexnode.node;

import static io.vectorcluster.indexnode.node.NodeCalls.count;
import static io.vectorcluster.indexnode.node.NodeCalls.createCollection;
import static io.vectorcluster.indexnode.node.NodeCalls.delete;
import static io.vectorcluster.indexnode.node.NodeCalls.present;
import static io.vectorcluster.indexnode.node.NodeCalls.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three replicas of one shard with everything but Kubernetes: stores, ports, an operator's rules.
 */
final class ReplicasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void whatIsAcknowledgedSurvivesThePrimaryAndReachesWhoComesLate(@TempDir Path folder)
      throws Exception {
    try (NodesOnLoopback cluster = new NodesOnLoopback(folder)) {
      Node a = cluster.start(0, "a", 0);
      Node b = cluster.start(0, "b", 0);
      Node c = cluster.start(0, "c", 0);
      try (OperatorOnLoopback operator = new OperatorOnLoopback(cluster)) {
        operator.publishFirst(List.of(a, b, c));
        operator.awaitInSync(3);
        createCollection(a);
        upsert(b, 0, 500);

        // When the primary goes
        operator.stop(a);
        upsert(c, 500, 500);
        assertThat(operator.primary()).isNotEqualTo("a");
        delete(b, 0, 10);

        // Then nothing is lost, and the one that was away becomes equal
        assertThat(count(b)).isEqualTo(990);
        Node again = operator.restart("a");
        operator.awaitInSync(3);
        upsert(again, 2_000, 10);
        assertEqual(operator);
        assertThat(present(again, 0, 1_000)).hasSize(990);

        // And it can be the one that is left
        operator.stop(b);
        operator.awaitInSync(2);
        operator.stop(c);
        operator.awaitInSync(1);
        upsert(again, 3_000, 10);
        assertThat(present(again, 0, 4_000)).hasSize(1_010);
      }
    }
  }

  @Test
  void aMemberWithAnEmptyDiskIsRebuiltAndNeverCountedBefore(@TempDir Path folder) throws Exception {
    try (NodesOnLoopback cluster = new NodesOnLoopback(folder)) {
      Node a = cluster.start(0, "a", 0);
      Node b = cluster.start(0, "b", 0);
      try (OperatorOnLoopback operator = new OperatorOnLoopback(cluster)) {
        operator.publishFirst(List.of(a, b));
        operator.awaitInSync(2);
        createCollection(a);
        upsert(a, 0, 300);

        operator.stop(b);
        upsert(a, 300, 300);
        Node empty = operator.restart("b-2");
        operator.awaitInSync(2);

        assertEqual(operator);
        operator.stop(a);
        upsert(empty, 600, 1);
        assertThat(present(empty, 0, 700)).hasSize(601);
      }
    }
  }

  private static void assertEqual(OperatorOnLoopback operator) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(operator.positions()).hasSize(1));
    assertThat(operator.slotSums()).as("all replicas hold the same").hasSize(1);
  }
}
