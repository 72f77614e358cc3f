package io.vectorcluster.topology;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The slots of a ring as a shard meets them that goes backwards from all of its points at once: in
 * the order of {@link HashRing#distance}, those equally far in the order of their numbers.
 *
 * <p>A joining shard finds its few slots near its points. To measure and sort all slots for each of
 * many joining shards would take most of the time of a large plan.
 */
final class NearestSlots {
  private final HashRing ring;

  /** All slots in the order of their positions, those at one point in the order of the numbers. */
  private final int[] slots;

  /** Where the slots of a point begin; those of the last end at the end. */
  private final int[] begins;

  NearestSlots(HashRing ring, int count) {
    this.ring = ring;
    this.slots = new int[count];
    this.begins = new int[ring.size() + 1];
    int[] starts = new int[count];
    for (int slot = 0; slot < count; slot++) {
      starts[slot] = ring.start(slot);
      begins[starts[slot] + 1]++;
    }
    for (int point = 0; point < ring.size(); point++) {
      begins[point + 1] += begins[point];
    }
    int[] next = begins.clone();
    for (int slot = 0; slot < count; slot++) {
      slots[next[starts[slot]]++] = slot;
    }
  }

  /**
   * Visits the nearest slot first, each once.
   *
   * @param goesOn asked with each slot, the last time when it says no
   */
  void visit(int shard, IntPredicate goesOn) {
    int[] reached = ring.points(shard);
    int[] found = new int[slots.length];
    for (int many = reached.length; many > 0; many = stepBack(reached, many, shard)) {
      int size = 0;
      for (int i = 0; i < many; i++) {
        int begin = begins[reached[i]];
        int length = begins[reached[i] + 1] - begin;
        System.arraycopy(slots, begin, found, size, length);
        size += length;
      }
      Arrays.sort(found, 0, size);
      for (int i = 0; i < size; i++) {
        if (!goesOn.test(found[i])) {
          return;
        }
      }
    }
  }

  /**
   * Each point becomes the one before it, unless that is the shard's own; says how many are left.
   */
  private int stepBack(int[] reached, int many, int shard) {
    int left = 0;
    for (int i = 0; i < many; i++) {
      int before = Math.floorMod(reached[i] - 1, ring.size());
      if (ring.shardAt(before) != shard) {
        reached[left++] = before;
      }
    }
    return left;
  }
}
