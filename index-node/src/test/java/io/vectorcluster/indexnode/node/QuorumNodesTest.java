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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three replicas of one shard that agree by quorums, with everything but Kubernetes. */
final class QuorumNodesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ReplicationMode TWO_OF_THREE = ReplicationMode.Quorum.majority(3);

  @Test
  void oneOfThreeMayBeAwayAndTakesWhatItMissed(@TempDir Path folder) throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, TWO_OF_THREE, "a", "b", "c")) {
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
      Node c = copies.nodes().get(2);
      createCollection(a);
      upsert(a, 0, 500);
      upsert(b, 250, 500);
      assertThat(present(c, 0, 1_000)).hasSize(750);

      // When one that takes writes goes: nobody has to be told first
      operator.stop(a);
      upsert(c, 750, 250);
      delete(b, 0, 10);
      assertThat(present(b, 0, 1_000)).hasSize(990);

      // Then it takes what it missed, though nobody writes it again
      Node again = operator.restart("a");
      awaitEqual(operator);
      operator.awaitInSync(3);
      assertThat(again.notReady()).isEmpty();
      assertThat(count(again)).isEqualTo(990);

      // And the register does without another
      operator.stop(c);
      assertThat(present(again, 0, 1_000)).hasSize(990);
      upsert(again, 2_000, 10);
      assertThat(present(b, 0, 3_000)).hasSize(1_000);
    }
  }

  @Test
  void aStoreThatIsLostIsReplacedAndPullsWhatOthersMayHaveAcknowledged(@TempDir Path folder)
      throws Exception {
    try (CopiesOnLoopback copies = CopiesOnLoopback.start(folder, TWO_OF_THREE, "a", "b", "c")) {
      OperatorOnLoopback operator = copies.operator();
      Node a = copies.nodes().get(0);
      Node b = copies.nodes().get(1);
      Node c = copies.nodes().get(2);
      createCollection(a);
      upsert(a, 0, 300);

      operator.stop(b);
      upsert(a, 300, 300);
      Node empty = operator.restart("b-2");
      operator.awaitInSync(3);
      await().atMost(PATIENCE).until(() -> operator.voters().contains(empty.store()));
      await().atMost(PATIENCE).until(() -> empty.notReady().isEmpty());

      assertThat(count(empty)).isEqualTo(600);
      awaitEqual(operator);
      operator.stop(a);
      upsert(empty, 600, 1);
      assertThat(present(c, 0, 700)).hasSize(601);
    }
  }

  private static void awaitEqual(OperatorOnLoopback operator) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(operator.slotSums()).as("all replicas hold the same").hasSize(1));
  }
}
