package io.vectorcluster.topology;

/**
 * How a cluster's data is cut: immutable as a whole from creation on.
 *
 * @param virtualNodes points of each shard on the ring, 1 to 1000; unused by the balanced table
 */
public record Sharding(SlotCount slots, AssignmentStrategy strategy, int virtualNodes) {

  public static final int DEFAULT_VIRTUAL_NODES = 100;
  public static final int MAX_VIRTUAL_NODES = 1000;

  /** What a spec that says nothing means. */
  public static final Sharding DEFAULT =
      new Sharding(SlotCount.SLOTS_1024, AssignmentStrategy.CONSISTENT_HASH, DEFAULT_VIRTUAL_NODES);

  /** A shard below this many slots could no longer be kept near the mean. */
  private static final int LEAST_MEAN_SLOTS = 10;

  public Sharding {
    if (virtualNodes < 1 || virtualNodes > MAX_VIRTUAL_NODES) {
      throw new IllegalArgumentException(
          "sharding.virtualNodes " + virtualNodes + " is outside 1 to " + MAX_VIRTUAL_NODES);
    }
  }

  /** The most shards these slots can serve: a tenth of them. */
  public int maxShards() {
    return slots.count() / LEAST_MEAN_SLOTS;
  }
}
