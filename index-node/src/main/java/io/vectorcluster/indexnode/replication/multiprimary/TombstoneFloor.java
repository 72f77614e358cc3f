package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.HybridClock;
import io.vectorcluster.topology.StoreId;
import java.util.Collection;
import java.util.Map;

/**
 * Up to which stamp tombstones may go (V5). A store that says nothing holds the floor where it is:
 * absence is never judged by a clock.
 */
public final class TombstoneFloor {
  /** Of a {@link HybridClock}. */
  private static final long STAMPS_A_MS = 1 << 16;

  private TombstoneFloor() {}

  /**
   * The next floor of a shard; it never falls.
   *
   * @param confirmed the stamp up to which a store holds everything, by its own word
   * @param stores all of the topology, targets of moves too
   * @param graceMs the least age of what goes
   */
  public static long next(
      long floor,
      Map<StoreId, Long> confirmed,
      Collection<StoreId> stores,
      long nowMs,
      long graceMs) {
    long held =
        stores.stream().mapToLong(store -> confirmed.getOrDefault(store, 0L)).min().orElse(0);
    return Math.max(floor, Math.min(held, oldEnough(nowMs, graceMs)));
  }

  /** The highest stamp of that age. */
  static long oldEnough(long nowMs, long graceMs) {
    return Math.max(0, nowMs - graceMs) * STAMPS_A_MS;
  }
}
