package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Long lives of clusters: every step keeps every bound, and the sum of moves is reported. */
class AssignmentChainTest {

  private static final int STEPS = 20;

  /** A cluster that changes: ids are never used again. */
  private static final class Life {
    private final Sharding sharding;
    private final Set<ShardId> shards = new TreeSet<>();
    private Assignment assignment;
    private int nextId;
    private int moves;
    private int unavoidable;
    private int promised;

    Life(AssignmentStrategy strategy, int shards) {
      this.sharding = new Sharding(SlotCount.SLOTS_1024, strategy, 100);
      while (this.shards.size() < shards) {
        this.shards.add(new ShardId(nextId++));
      }
      this.assignment = Placement.first(sharding, this.shards);
    }

    void scaleTo(int count) {
      scaleTo(count, List::getLast);
    }

    void scaleTo(int count, Function<List<ShardId>, ShardId> leaving) {
      Set<ShardId> now = new TreeSet<>(shards);
      while (now.size() > count) {
        now.remove(leaving.apply(List.copyOf(now)));
      }
      while (now.size() < count) {
        now.add(new ShardId(nextId++));
      }
      become(now);
    }

    void become(Set<ShardId> now) {
      Assignment next = Placement.next(sharding, assignment, now);
      PlacementRules rules =
          new PlacementRules(sharding.strategy(), assignment, next, new HashSet<>(now)).check();
      assertThat(Placement.next(sharding, next, now)).as("a fixed point").isEqualTo(next);
      moves += rules.moves().size();
      unavoidable += rules.mustMove();
      promised += rules.leastMoves();
      shards.clear();
      shards.addAll(now);
      assignment = next;
    }

    /** Printed, not asserted: how near the moves come to what no table could avoid. */
    void report(String title) {
      double mean = (double) assignment.slots() / shards.size();
      List<Integer> loads = List.copyOf(new TreeSet<>(assignment.counts().values()));
      System.out.printf(
          "%s: %d moves, promised %d, unavoidable for any bounded table %d; loads %.2f to %.2f of"
              + " the mean%n",
          title, moves, promised, unavoidable, loads.getFirst() / mean, loads.getLast() / mean);
    }
  }

  static Stream<Arguments> lives() {
    return Stream.of(AssignmentStrategy.values())
        .flatMap(
            strategy ->
                new Random(20_260_101).longs(20).mapToObj(seed -> Arguments.of(strategy, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("lives")
  void randomScalesWithReversalKeepEveryBound(AssignmentStrategy strategy, long seed) {
    // Given
    Random random = new Random(seed);
    Life life = new Life(strategy, 1 + random.nextInt(20));
    List<Integer> sizes = new ArrayList<>(List.of(life.shards.size()));

    // When and then
    for (int step = 0; step < STEPS; step++) {
      // Every third step takes the one before it back.
      int size =
          step % 3 == 2 ? sizes.get(sizes.size() - 2) : 1 + random.nextInt(1 << random.nextInt(7));
      life.scaleTo(size, shards -> shards.get(random.nextInt(shards.size())));
      sizes.add(size);
    }
    life.report(strategy + " seed " + seed + ", shards " + sizes);
    assertThat(life.moves).isEqualTo(life.promised).isGreaterThanOrEqualTo(life.unavoidable);
  }

  @ParameterizedTest
  @EnumSource
  void threeToFiveAndBackTenTimes(AssignmentStrategy strategy) {
    Life life = new Life(strategy, 3);

    for (int turn = 0; turn < 10; turn++) {
      life.scaleTo(5);
      life.scaleTo(3);
    }

    life.report(strategy + " 3 to 5 and back");
    // Two of five shards come and go each turn: with their fair share, and a tenth at most above.
    assertThat(life.moves).isLessThanOrEqualTo(10 * 2 * 2 * PlacementRules.bound(1024, 5));
  }

  @ParameterizedTest
  @EnumSource
  void oneByOneToTheMostAndBackToOne(AssignmentStrategy strategy) {
    Life life = new Life(strategy, 1);
    int most = life.sharding.maxShards();

    for (int size = 2; size <= most; size++) {
      life.scaleTo(size);
    }
    life.report(strategy + " 1 to " + most);
    for (int size = most - 1; size >= 1; size--) {
      life.scaleTo(size);
    }

    life.report(strategy + " 1 to " + most + " to 1");
    assertThat(life.assignment).isEqualTo(Assignment.single(1024, new ShardId(0)));
  }

  /** Shards are replaced, never scaled: the oldest goes as a new one comes. */
  @ParameterizedTest
  @EnumSource
  void everyShardReplacedTwice(AssignmentStrategy strategy) {
    Life life = new Life(strategy, 10);

    for (int step = 0; step < STEPS; step++) {
      Set<ShardId> now = new TreeSet<>(life.shards);
      now.remove(now.iterator().next());
      now.add(new ShardId(life.nextId++));
      life.become(now);
    }

    life.report(strategy + " replaced");
    assertThat(life.shards).doesNotContain(new ShardId(19)).contains(new ShardId(20));
  }
}
