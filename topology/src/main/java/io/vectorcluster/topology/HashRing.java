package io.vectorcluster.topology;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

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

  private record Point(long position, int shard) {}

  private final List<ShardId> shards;
  private final long[] positions;
  private final int[] owners;

  private HashRing(List<ShardId> shards, List<Point> points) {
    this.shards = shards;
    // Flipping the sign bit makes the signed order of a long its unsigned one.
    this.positions = points.stream().mapToLong(p -> p.position() ^ Long.MIN_VALUE).toArray();
    this.owners = points.stream().mapToInt(Point::shard).toArray();
  }

  /** The ring of these shards; named twice counts once. */
  public static HashRing of(Collection<ShardId> shards, int virtualNodes) {
    if (shards.isEmpty() || virtualNodes < 1) {
      throw new IllegalArgumentException(
          "a ring of " + shards.size() + " shards with " + virtualNodes + " points each is empty");
    }
    List<ShardId> sorted = shards.stream().distinct().sorted().toList();
    List<Point> points = new ArrayList<>(sorted.size() * virtualNodes);
    for (int shard = 0; shard < sorted.size(); shard++) {
      for (int node = 0; node < virtualNodes; node++) {
        points.add(new Point(pointPosition(sorted.get(shard), node), shard));
      }
    }
    points.sort(
        Comparator.comparingLong((Point p) -> p.position() ^ Long.MIN_VALUE)
            .thenComparingInt(Point::shard));
    return new HashRing(sorted, points);
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
   * How far each slot is from a shard: the points of other shards between the slot's position and
   * the shard's next point. 0 where the ring gives the slot to the shard.
   */
  int[] distances(int shard, int slots) {
    int[] fromPoint = new int[owners.length];
    int steps = 0;
    // Twice round: what the first round finds before the shard's last point has no count yet.
    for (int i = 2 * owners.length - 1; i >= 0; i--) {
      int point = i % owners.length;
      steps = owners[point] == shard ? 0 : steps + 1;
      fromPoint[point] = steps;
    }
    return IntStream.range(0, slots).map(slot -> fromPoint[start(slot)]).toArray();
  }

  /** The index of the first point at or after a slot's position. */
  private int start(int slot) {
    int found = Arrays.binarySearch(positions, slotPosition(slot) ^ Long.MIN_VALUE);
    int first = found >= 0 ? found : -found - 1;
    while (first > 0 && found >= 0 && positions[first - 1] == positions[found]) {
      first--;
    }
    return first % positions.length;
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
