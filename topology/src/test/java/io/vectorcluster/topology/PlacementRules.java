package io.vectorcluster.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What must hold of a change of shards, computed from the two tables and by other means. */
record PlacementRules(
    AssignmentStrategy strategy, Assignment before, Assignment after, Set<ShardId> shards) {

  /** ceil(1.1 x slots / shards), in decimals. */
  static int bound(int slots, int shards) {
    return BigDecimal.valueOf(slots)
        .multiply(new BigDecimal("1.1"))
        .divide(BigDecimal.valueOf(shards), 0, RoundingMode.CEILING)
        .intValueExact();
  }

  static Set<ShardId> ids(Collection<Integer> values) {
    return values.stream().map(ShardId::new).collect(Collectors.toSet());
  }

  static Set<ShardId> firstIds(int count) {
    return ids(IntStream.range(0, count).boxed().toList());
  }

  static void checkLoads(AssignmentStrategy strategy, Assignment table, Set<ShardId> shards) {
    int slots = table.slots();
    assertThat(table.counts().keySet()).as("each shard owns slots").isEqualTo(shards);
    switch (strategy) {
      case CONSISTENT_HASH ->
          assertThat(table.counts().values())
              .allSatisfy(
                  load -> assertThat(load).isLessThanOrEqualTo(bound(slots, shards.size())));
      case BALANCED ->
          assertThat(table.counts().values())
              .allSatisfy(
                  load ->
                      assertThat(load)
                          .isBetween(slots / shards.size(), Math.ceilDiv(slots, shards.size())));
    }
  }

  /** All of them; returns this for figures. */
  PlacementRules check() {
    checkLoads(strategy, after, shards);
    assertThat(moves()).as("moves").hasSize(leastMoves());
    assertThat(moves().stream().filter(move -> !isExplained(move)))
        .as("moves that are not of a leaving, joining or overfull shard")
        .isEmpty();
    int floor = after.slots() / shards.size();
    staying()
        .forEach(
            (shard, load) ->
                assertThat(after.count(shard))
                    .as("nobody takes from shard %s, which is below the mean", shard)
                    .isGreaterThanOrEqualTo(Math.min(load, floor)));
    checkOneJoining();
    checkOnlyLeaving();
    return this;
  }

  private void checkOneJoining() {
    if (joining() == 1 && leaving().isEmpty()) {
      int allowed = Math.max(bound(after.slots(), shards.size()), overfullSlots());
      assertThat(moves()).hasSizeLessThanOrEqualTo(allowed);
    }
  }

  private void checkOnlyLeaving() {
    if (joining() == 0 && overfullSlots() == 0) {
      assertThat(moves()).extracting(SlotMove::from).allMatch(this::isLeaving);
      assertThat(moves()).hasSize(leavingSlots());
    }
  }

  List<SlotMove> moves() {
    return before.movesTo(after);
  }

  /**
   * What the strategy says it moves. For the ring: what must leave its shard, but no less than what
   * fills the joining shards to the mean. For the table: the least there can be.
   */
  int leastMoves() {
    return switch (strategy) {
      case CONSISTENT_HASH ->
          Math.max(mustMove(), Math.toIntExact(joining() * (after.slots() / shards.size())));
      case BALANCED -> after.slots() - mostKept();
    };
  }

  /** No assignment within the bound keeps these slots where they are. */
  int mustMove() {
    return leavingSlots() + overfullSlots();
  }

  private int mostKept() {
    int floor = after.slots() / shards.size();
    int over = after.slots() % shards.size();
    List<Integer> loads = staying().values().stream().toList();
    int kept = loads.stream().mapToInt(load -> Math.min(load, floor)).sum();
    return kept + (int) Math.min(over, loads.stream().filter(load -> load > floor).count());
  }

  private int overfullSlots() {
    return staying().values().stream().mapToInt(load -> Math.max(0, load - limit())).sum();
  }

  private int limit() {
    return switch (strategy) {
      case CONSISTENT_HASH -> bound(after.slots(), shards.size());
      case BALANCED -> Math.ceilDiv(after.slots(), shards.size());
    };
  }

  private int leavingSlots() {
    return leaving().values().stream().mapToInt(load -> load).sum();
  }

  private long joining() {
    return shards.stream().filter(this::isJoining).count();
  }

  private boolean isExplained(SlotMove move) {
    return isLeaving(move.from()) || isJoining(move.to()) || isOverfull(move.from());
  }

  private boolean isJoining(ShardId shard) {
    return before.count(shard) == 0;
  }

  private boolean isLeaving(ShardId shard) {
    return !shards.contains(shard);
  }

  private boolean isOverfull(ShardId shard) {
    // Some table shards go down to the floor, as only so many may be one above it.
    int floor = after.slots() / shards.size();
    return before.count(shard) > (strategy == AssignmentStrategy.BALANCED ? floor : limit());
  }

  private Map<ShardId, Integer> leaving() {
    SortedMap<ShardId, Integer> counts = before.counts();
    counts.keySet().removeAll(shards);
    return counts;
  }

  private Map<ShardId, Integer> staying() {
    SortedMap<ShardId, Integer> counts = before.counts();
    counts.keySet().retainAll(shards);
    return counts;
  }
}
