package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.topology.PointId;
import java.util.Comparator;

/**
 * Where a point lies: the order of keys on disk is collection, slot, id.
 *
 * @param slot 0 to 65,535; given by the caller, since it does not follow from the id in every
 *     partitioning
 */
public record PointKey(CollectionNumber collection, int slot, PointId id) {
  /** That of the keys on disk. */
  public static final Comparator<PointKey> ORDER =
      Comparator.comparingInt((PointKey key) -> key.collection().value())
          .thenComparingInt(PointKey::slot)
          .thenComparing(PointKey::id);

  public static final int MAX_SLOT = 0xFFFF;

  /** No collection gets the highest number there is. */
  private static final CollectionNumber OF_THE_SHARD = new CollectionNumber(Integer.MAX_VALUE);

  public PointKey {
    if (slot < 0 || slot > MAX_SLOT) {
      throw new IllegalArgumentException(
          "slot: %d is out of range, use 0 to %d".formatted(slot, MAX_SLOT));
    }
  }

  /**
   * A record that belongs to a shard and to no collection: it lies where no point can, and goes the
   * way of all writes: numbered, replicated, compared.
   *
   * @param slots of the cluster: its slot is one above the last
   * @param number which of the shard's records
   */
  public static PointKey ofShard(int slots, long number) {
    return new PointKey(OF_THE_SHARD, slots, new PointId.Numeric(number));
  }
}
