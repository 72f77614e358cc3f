package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotMove;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However often the wish changes on the way, the slots arrive, and each rests where it is held. */
final class RebalancingTest {
  private static final int STEPS = 40;
  private static final int PATIENCE = 2_000;
  private static final int MOST = 64;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void afterTheLastWishTheSlotsArrive(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MovingCluster cluster =
        new MovingCluster(random, seed % 2 == 0 ? "Approve" : null, MOST, 1 + random.nextInt(6));
    begin(cluster);

    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(5) == 0) {
        cluster.wish(1 + random.nextInt(6));
      }
      cluster.pass();
    }
    calm(cluster);

    Topology end = cluster.topology();
    assertThat(cluster.isCalm()).as("seed %d ends with %s", seed, end.migrations()).isTrue();
    assertThat(ShardChoice.of(end))
        .as("seed %d", seed)
        .containsExactlyElementsOf(
            IntStream.range(0, cluster.wished()).mapToObj(ShardId::new).toList());
    int bound = Placement.bound(end.sharding(), cluster.wished());
    assertThat(end.assignment().counts().values())
        .as("seed %d", seed)
        .allMatch(count -> count <= bound);
  }

  @Test
  void aPlanMovesWhatItSaidAndEachSlotOnce() {
    MovingCluster cluster = new MovingCluster(new SplittableRandom(9), null, MOST, 3);
    begin(cluster);
    Assignment before = cluster.topology().assignment();

    cluster.wish(5);
    calm(cluster);

    List<Integer> moved =
        before.movesTo(cluster.topology().goal()).stream().map(SlotMove::slot).toList();
    assertThat(moved).hasSize(2 * (before.slots() / 5));
    assertThat(cluster.switches().keySet()).containsExactlyElementsOf(moved);
    assertThat(cluster.switches().values()).containsOnly(1);
  }

  @Test
  void aPlanThatWasApprovedIsAskedAboutAgainWhenItComesAgain() {
    MovingCluster cluster = new MovingCluster(new SplittableRandom(10), "Approve", MOST, 2);
    begin(cluster);

    cluster.wish(3);
    calm(cluster);
    cluster.wish(2);
    calm(cluster);

    assertThat(cluster.isCalm()).isTrue();
    assertThat(cluster.spent()).hasSize(2).allMatch(id -> id.matches("plan-[0-9a-f]{10}"));
  }

  private static void begin(MovingCluster cluster) {
    for (int pass = 0; pass < PATIENCE && !cluster.hasBegun(); pass++) {
      cluster.pass();
    }
  }

  private static void calm(MovingCluster cluster) {
    for (int pass = 0; pass < PATIENCE && !cluster.isCalm(); pass++) {
      cluster.pass();
    }
  }
}
