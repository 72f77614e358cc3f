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
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three replicas of one shard with everything but Kubernetes: stores, ports, an operator's rules.
 */
final class ReplicasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofMillis(1_500);

  @Test
  void whatIsAcknowledgedSurvivesThePrimaryAndReachesWhoComesLate(@TempDir Path folder)
      throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, "a", "b", "c")) {
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
      Node c = copies.nodes().get(2);
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

  @Test
  void aMemberWithAnEmptyDiskIsRebuiltAndNeverCountedBefore(@TempDir Path folder) throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, "a", "b")) {
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
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

  @Test
  void deletesAreForgottenAndDoNotComeBackThoughEverybodyWasAway(@TempDir Path folder)
      throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, "a", "b", "c")) {
      NodesOnLoopback cluster = copies.cluster();
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
      Node c = copies.nodes().get(2);
      createCollection(a);
      upsert(a, 0, 300);
      delete(a, 0, 100);
      // When all are away for longer than deletes are remembered
      List.of(a, b, c).forEach(operator::stop);
      cluster.rememberDeletesFor(GRACE);
      awaitPassed(GRACE.multipliedBy(2));
      Node again = operator.restart("a");
      assertThat(remembered(again)).isEqualTo(100);
      operator.restart("b");
      operator.restart("c");
      operator.awaitInSync(3);

      // Then nothing is lost or comes back, and deletes are forgotten by all alike
      assertThat(present(again, 0, 300)).hasSize(200).allMatch(id -> id >= 100);
      upsert(again, 50, 1);
      awaitForgotten(cluster);
      assertEqual(operator);
      assertThat(present(again, 0, 300)).hasSize(201).contains(50L);
    }
  }

  @Test
  void whoWasAwayForLongerThanDeletesAreRememberedBringsNoneBack(@TempDir Path folder)
      throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, "a", "b", "c")) {
      NodesOnLoopback cluster = copies.cluster();
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
      Node c = copies.nodes().get(2);
      createCollection(a);
      upsert(a, 0, 300);
      cluster.rememberDeletesFor(GRACE);
      operator.stop(c);
      operator.awaitInSync(2);
      delete(a, 0, 100);

      // It holds the others back only until it has left
      awaitForgotten(cluster);
      assertThat(operator.members()).isEqualTo(2);
      upsert(a, 20, 10);

      operator.restart("c");
      operator.awaitInSync(3);
      assertEqual(operator);
      awaitForgotten(cluster);
      assertThat(present(a, 0, 300)).hasSize(210);
      operator.stop(a);
      operator.stop(b);
      operator.awaitInSync(1);
      assertThat(operator.primary()).isEqualTo("c");
      assertThat(present(cluster.nodes.getFirst(), 0, 300)).hasSize(210);
    }
  }

  @Test
  void aCopyThatWasBehindServesWhatItHasAndWhoComesBackIsMadeEqualToIt(@TempDir Path folder)
      throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, "a", "b")) {
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
      createCollection(a);
      upsert(a, 0, 100);
      operator.stop(b);
      operator.awaitInSync(1);
      upsert(a, 100, 50);
      operator.stop(a);

      // When the one that lacks the last writes is given the shard
      Node behind = operator.restart("b");
      operator.giveUpFor(behind);
      operator.awaitInSync(1);
      upsert(behind, 1_000, 10);
      assertThat(present(behind, 0, 2_000)).hasSize(110);

      // Then the former primary counts only once it has dropped what was given up
      Node again = operator.restart("a");
      operator.awaitInSync(2);
      assertEqual(operator);
      operator.stop(behind);
      upsert(again, 1_010, 1);
      assertThat(present(again, 0, 2_000)).hasSize(111).noneMatch(id -> id >= 100 && id < 150);
    }
  }

  @Test
  void onlyThePrimaryTellsHowFarOthersAreBehind(@TempDir Path folder) throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, "a", "b")) {
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
      createCollection(a);
      upsert(b, 0, 50);

      awaitLag(a, "lag_entries", 0);
      awaitLag(a, "lag_seconds", 0);
      assertThat(lag(b, "lag_entries")).isEmpty();

      // One that has left is told of no more, until it is back
      operator.stop(b);
      operator.awaitInSync(1);
      upsert(a, 50, 30);
      await().atMost(PATIENCE).until(() -> lag(a, "lag_entries").isEmpty());
      operator.restart("b");
      operator.awaitInSync(2);
      awaitLag(a, "lag_entries", 0);
    }
  }

  private static void awaitLag(Node node, String figure, double value) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(lag(node, figure)).containsExactly(value));
  }

  /** One value a replica, as its metrics have it. */
  private static List<Double> lag(Node node, String figure) throws Exception {
    return NodeCalls.metrics(node)
        .lines()
        .filter(line -> line.startsWith("vectorcluster_replica_" + figure + "{"))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }

  private static long remembered(Node node) {
    return node.records().replica().tombstones().held();
  }

  private static void awaitForgotten(NodesOnLoopback cluster) {
    await()
        .atMost(PATIENCE)
        .until(() -> cluster.nodes.stream().allMatch(node -> remembered(node) == 0));
  }

  private static void awaitPassed(Duration time) {
    InstantSource clock = InstantSource.system();
    long end = clock.millis() + time.toMillis();
    await().atMost(PATIENCE).until(() -> clock.millis() > end);
  }

  private static void assertEqual(OperatorOnLoopback operator) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(operator.positions()).hasSize(1));
    assertThat(operator.slotSums()).as("all replicas hold the same").hasSize(1);
  }
}
