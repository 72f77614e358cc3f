package io.vectorcluster.topology;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Shards on a circle of 64-bit positions, each at as many points as it has virtual nodes; a slot
 * belongs to the shard met first from the slot's own position on (Karger et al., "Consistent
 * hashing and random trees", STOC 1997).
 *
 * <p>The ring is a pure function of the set of shards: neither their order nor a random number has
 * a part in it. Positions are XXH3-64 with seed 0, unsigned: of {@code 0x02}, the shard's id and
 * the number of the virtual node, or of {@code 0x03} and the slot, numbers as four bytes,
 * little-endian. Points at one position stand in the order of their shards.
 */
public final class HashRing {

  private static final byte SHARD_POINT = 2;
  private static final byte SLOT_POINT = 3;
  private static final int NOBODY = -1;

  private final List<ShardId> shards;

  /** Of all points, ascending; the sign bit is flipped, so that this is their unsigned order. */
  private final long[] positions;

  /** The shard of each point. */
  private final int[] owners;

  /** The points of each shard, ascending. */
  private final int[][] points;

  private HashRing(List<ShardId> shards, long[] positions, int[] owners) {
    this.shards = shards;
    this.positions = positions;
    this.owners = owners;
    this.points = new int[shards.size()][owners.length / shards.size()];
    int[] found = new int[shards.size()];
    for (int point = 0; point < owners.length; point++) {
      points[owners[point]][found[owners[point]]++] = point;
    }
  }

  /** The ring of these shards; named twice counts once. */
  public static HashRing of(Collection<ShardId> shards, int virtualNodes) {
    if (shards.isEmpty() || virtualNodes < 1) {
      throw new IllegalArgumentException(
          "a ring of " + shards.size() + " shards with " + virtualNodes + " points each is empty");
    }
    List<ShardId> sorted = shards.stream().distinct().sorted().toList();
    long[] drawn = new long[sorted.size() * virtualNodes];
    Arrays.setAll(
        drawn, i -> pointPosition(sorted.get(i / virtualNodes), i % virtualNodes) ^ Long.MIN_VALUE);
    long[] positions = drawn.clone();
    Arrays.sort(positions);
    int[] owners = new int[drawn.length];
    Arrays.fill(owners, NOBODY);
    for (int i = 0; i < drawn.length; i++) {
      int point = first(positions, drawn[i]);
      while (owners[point] != NOBODY) {
        point++;
      }
      owners[point] = i / virtualNodes;
    }
    return new HashRing(sorted, positions, owners);
  }

  /** The shards of the ring, ascending. */
  public List<ShardId> shards() {
    return shards;
  }

  /** The shard a slot belongs to where loads have no bound. */
  public ShardId owner(int slot) {
    return shards.get(walk(slot, _ -> true));
  }

  /**
   * The first shard from the slot's position on that is accepted.
   *
   * @param accepts asked with the index of a shard in {@link #shards()}; accepts at least one
   */
  int walk(int slot, IntPredicate accepts) {
    int start = start(slot);
    for (int step = 0; step < owners.length; step++) {
      int shard = owners[(start + step) % owners.length];
      if (accepts.test(shard)) {
        return shard;
      }
    }
    throw new IllegalStateException("no shard of the ring takes slot " + slot);
  }

  /**
   * How far a slot is from a shard: the points of other shards between the slot's position and the
   * shard's next point. 0 where the ring gives the slot to the shard.
   */
  int distance(int shard, int slot) {
    int start = start(slot);
    int[] own = points[shard];
    int found = Arrays.binarySearch(own, start);
    int next = found >= 0 ? found : -found - 1;
    return next < own.length ? own[next] - start : own[0] + owners.length - start;
  }

  /** How many points there are, of all shards. */
  int size() {
    return owners.length;
  }

  /** The points of a shard, ascending. */
  int[] points(int shard) {
    return points[shard].clone();
  }

  /** The shard of a point. */
  int shardAt(int point) {
    return owners[point];
  }

  /** The first point at or after a slot's position. */
  int start(int slot) {
    return first(positions, slotPosition(slot) ^ Long.MIN_VALUE) % positions.length;
  }

  /** The index of the first that is not below a position. */
  private static int first(long[] positions, long position) {
    int found = Arrays.binarySearch(positions, position);
    int first = found >= 0 ? found : -found - 1;
    while (found >= 0 && first > 0 && positions[first - 1] == position) {
      first--;
    }
    return first;
  }

  private static long pointPosition(ShardId shard, int node) {
    return Xxh3.hash(
        ByteBuffer.allocate(9)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(SHARD_POINT)
            .putInt(shard.value())
            .putInt(node)
            .array());
  }

  private static long slotPosition(int slot) {
    return Xxh3.hash(
        ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN).put(SLOT_POINT).putInt(slot).array());
  }
}
