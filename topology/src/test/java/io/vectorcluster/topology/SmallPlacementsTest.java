package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every change between any shards out of five, twice in a row, on tables small enough for all. */
class SmallPlacementsTest {

  private static final int[] IDS = {0, 1, 2, 7, 40};

  /** Few points make a ring as uneven as it can be. */
  private static final int VIRTUAL_NODES = 3;

  private final Map<Set<ShardId>, HashRing> rings = new HashMap<>();

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 13, 21, 32})
  void everyTwoChangesOnTheRing(int slots) {
    int tables = 0;
    for (Set<ShardId> start : subsets()) {
      Assignment first = BoundedLoads.first(ring(start), slots);
      PlacementRules.checkLoads(AssignmentStrategy.CONSISTENT_HASH, first, start);
      for (Set<ShardId> then : subsets()) {
        Assignment second = BoundedLoads.next(ring(then), first);
        check(AssignmentStrategy.CONSISTENT_HASH, first, second, then);
        for (Set<ShardId> end : subsets()) {
          Assignment third = BoundedLoads.next(ring(end), second);
          check(AssignmentStrategy.CONSISTENT_HASH, second, third, end);
          tables++;
        }
      }
    }
    assertThat(tables).isEqualTo(31 * 31 * 31);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 13, 21, 32})
  void everyTwoChangesOfTheTable(int slots) {
    int tables = 0;
    for (Set<ShardId> start : subsets()) {
      Assignment first = BalancedTable.first(start, slots);
      PlacementRules.checkLoads(AssignmentStrategy.BALANCED, first, start);
      for (Set<ShardId> then : subsets()) {
        Assignment second = BalancedTable.next(then, first);
        check(AssignmentStrategy.BALANCED, first, second, then);
        for (Set<ShardId> end : subsets()) {
          check(AssignmentStrategy.BALANCED, second, BalancedTable.next(end, second), end);
          tables++;
        }
      }
    }
    assertThat(tables).isEqualTo(31 * 31 * 31);
  }

  /** The rules' count of least moves is itself checked against a search through all tables. */
  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7})
  void noBalancedTableIsNearer(int slots) {
    Set<ShardId> shards = PlacementRules.firstIds(3);
    List<Assignment> balanced =
        tables(slots, 3).stream().filter(SmallPlacementsTest::isBalanced).toList();
    for (Assignment current : tables(slots, 4)) {
      int least =
          balanced.stream().mapToInt(table -> current.movesTo(table).size()).min().orElseThrow();

      assertThat(current.movesTo(BalancedTable.next(shards, current))).hasSize(least);
    }
  }

  private static boolean isBalanced(Assignment table) {
    int floor = table.slots() / 3;
    return IntStream.range(0, 3)
        .map(shard -> table.count(new ShardId(shard)) - floor)
        .allMatch(over -> over == 0 || (over == 1 && table.slots() % 3 != 0));
  }

  /** Every table of so many slots and owners. */
  private static List<Assignment> tables(int slots, int owners) {
    List<Assignment> tables = new ArrayList<>();
    int count = (int) Math.pow(owners, slots);
    for (int number = 0; number < count; number++) {
      int[] table = new int[slots];
      int rest = number;
      for (int slot = 0; slot < slots; slot++) {
        table[slot] = rest % owners;
        rest /= owners;
      }
      tables.add(Assignment.of(table));
    }
    return tables;
  }

  private static void check(
      AssignmentStrategy strategy, Assignment before, Assignment after, Set<ShardId> shards) {
    new PlacementRules(strategy, before, after, shards).check();
  }

  private HashRing ring(Set<ShardId> shards) {
    return rings.computeIfAbsent(shards, ids -> HashRing.of(ids, VIRTUAL_NODES));
  }

  private static List<Set<ShardId>> subsets() {
    List<Set<ShardId>> subsets = new ArrayList<>();
    for (int bits = 1; bits < 1 << IDS.length; bits++) {
      Set<ShardId> subset = new TreeSet<>();
      for (int i = 0; i < IDS.length; i++) {
        if ((bits >> i & 1) == 1) {
          subset.add(new ShardId(IDS[i]));
        }
      }
      subsets.add(subset);
    }
    return subsets;
  }
}
