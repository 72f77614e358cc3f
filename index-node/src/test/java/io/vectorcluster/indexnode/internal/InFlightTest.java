package io.vectorcluster.indexnode.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.topology.ShardEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shard that stands still holds up so many callers and no more. */
@Timeout(120)
final class InFlightTest {

  @Test
  void callsAboveTheLimitAreRefusedAndThoseBelowAnswered() throws Exception {
    try (TestCluster cluster = TestCluster.of(2);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Given a shard that does not answer
      CollectionNumber number = cluster.create("c", 2, Distance.DOT).number();
      ShardEntry entry = cluster.topology().shard(cluster.node(1).shard).orElseThrow();
      ShardAccess remote =
          cluster.node(0).peers.shard(entry, entry.replicas().primaryMember().orElseThrow());
      long version = cluster.node(0).copy.current().version();
      ShardCall call =
          new ShardCall(entry.epoch(), version, TestCluster.in(Duration.ofSeconds(90)));
      cluster.node(1).points.hold();
      List<Future<ShardAnswer<ShardFigures>>> asked = new ArrayList<>();

      // When it is asked once more than may wait
      for (int i = 0; i < Peer.MAX_IN_FLIGHT + 1; i++) {
        asked.add(threads.submit(() -> remote.figures(call, number)));
      }

      // Then one call is refused while the others wait
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> asked.stream().filter(Future::isDone).count() == 1);
      cluster.node(1).points.release();
      List<ShardAnswer<ShardFigures>> refused = new ArrayList<>();
      for (Future<ShardAnswer<ShardFigures>> future : asked) {
        if (!(future.get() instanceof ShardAnswer.Answered)) {
          refused.add(future.get());
        }
      }
      assertThat(refused)
          .singleElement()
          .isInstanceOfSatisfying(
              ShardAnswer.Refused.class,
              answer -> assertThat(answer.reason()).isEqualTo(Outcome.Reason.OVERLOADED));
    }
  }
}
