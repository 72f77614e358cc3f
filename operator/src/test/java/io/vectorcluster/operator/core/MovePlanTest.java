package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.AssignmentStrategy;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotCount;
import io.vectorcluster.topology.SlotMove;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What status.rebalance calls the minimum is one: no plan moves less, and one at rest no more. */
final class MovePlanTest {
  private static final int MOST_SHARDS = 100;

  static LongStream seeds() {
    return new Random(20_261_203).longs(100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noPlanMovesLessThanItsMinimumAndOneAtRestMovesNoMore(long seed) {
    // Given
    Random random = new Random(seed);
    AssignmentStrategy strategy =
        random.nextBoolean() ? AssignmentStrategy.CONSISTENT_HASH : AssignmentStrategy.BALANCED;
    Sharding sharding = new Sharding(SlotCount.SLOTS_1024, strategy, 100);
    SortedSet<ShardId> shards = ShardChoice.first(1 + random.nextInt(40));
    Assignment goal = Placement.first(sharding, shards);
    for (int change = 0; change < 6; change++) {
      shards = changed(shards, MOST_SHARDS * (change + 1), random);

      // When slots are where the plan before has them, and when some are on the way to this one
      Optional<MovePlan> atRest = MovePlan.next(sharding, goal, goal, shards);
      Assignment next = Placement.next(sharding, goal, shards);
      SortedSet<ShardId> other = changed(shards, 1_000_000, random);
      Optional<MovePlan> onTheWay = MovePlan.next(sharding, half(goal, random, next), next, other);

      // Then
      atRest.ifPresent(plan -> assertThat(plan.moves()).isEqualTo(plan.minimum()));
      onTheWay.ifPresent(
          plan -> assertThat(plan.minimum()).isBetween(onLeavingShards(plan), plan.moves()));
      goal = atRest.map(MovePlan::target).orElse(goal);
    }
  }

  private static int onLeavingShards(MovePlan plan) {
    return plan.present().counts().entrySet().stream()
        .filter(owner -> !plan.shards().contains(owner.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Some of the shards, and some that are new. */
  private static SortedSet<ShardId> changed(SortedSet<ShardId> shards, int nextId, Random random) {
    List<ShardId> order = new ArrayList<>(shards);
    Collections.shuffle(order, random);
    SortedSet<ShardId> next = new TreeSet<>(order.subList(0, random.nextInt(order.size() + 1)));
    int joining = Math.min(random.nextInt(40), MOST_SHARDS - next.size());
    for (int id = nextId; joining > 0 || next.isEmpty(); joining--) {
      next.add(new ShardId(id++));
    }
    return next;
  }

  private static Assignment half(Assignment from, Random random, Assignment to) {
    int[] owners = from.toArray();
    for (SlotMove move : from.movesTo(to)) {
      if (random.nextBoolean()) {
        owners[move.slot()] = move.to().value();
      }
    }
    return Assignment.of(owners);
  }
}
