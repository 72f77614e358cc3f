package io.vectorcluster.topology;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table in which every shard owns floor(mean) or ceil(mean) slots, reached with the least moves.
 *
 * <p>Each shard gets a quota; as many shards as the division leaves over get one slot more, and
 * they are those with the most slots now. Only what lies above a quota, or on a leaving shard,
 * moves. No other choice keeps more slots in place: a greater quota saves a move only for a shard
 * that owns more than floor(mean).
 */
final class BalancedTable {

  private static final int FREE = -1;

  private BalancedTable() {}

  /** Runs of neighbouring slots, in the order of the shards. */
  static Assignment first(Collection<ShardId> shards, int slots) {
    int[] owner = new int[slots];
    Arrays.fill(owner, FREE);
    return fill(shards.stream().distinct().sorted().toList(), owner);
  }

  /** The assignment that follows {@code current} with these shards. */
  static Assignment next(Collection<ShardId> shards, Assignment current) {
    List<ShardId> sorted = shards.stream().distinct().sorted().toList();
    int[] owner = new int[current.slots()];
    Arrays.setAll(
        owner, slot -> Math.max(FREE, Collections.binarySearch(sorted, current.owner(slot))));
    return fill(sorted, owner);
  }

  /** Frees what is above the quotas, then gives what is free to those below theirs. */
  private static Assignment fill(List<ShardId> shards, int[] owner) {
    int[] room = quotas(shards.size(), owner);
    for (int slot = 0; slot < owner.length; slot++) {
      if (owner[slot] != FREE && --room[owner[slot]] < 0) {
        room[owner[slot]]++;
        owner[slot] = FREE;
      }
    }
    int shard = 0;
    for (int slot = 0; slot < owner.length; slot++) {
      if (owner[slot] == FREE) {
        while (room[shard] == 0) {
          shard++;
        }
        owner[slot] = shard;
        room[shard]--;
      }
    }
    return Assignment.of(Arrays.stream(owner).map(index -> shards.get(index).value()).toArray());
  }

  private static int[] quotas(int shards, int[] owner) {
    int[] load = new int[shards];
    Arrays.stream(owner).filter(shard -> shard != FREE).forEach(shard -> load[shard]++);
    int[] quota = new int[shards];
    Arrays.fill(quota, owner.length / shards);
    IntStream.range(0, shards)
        .boxed()
        .sorted(Comparator.comparingInt(shard -> -load[shard]))
        .limit(owner.length % shards)
        .forEach(shard -> quota[shard]++);
    return quota;
  }
}
