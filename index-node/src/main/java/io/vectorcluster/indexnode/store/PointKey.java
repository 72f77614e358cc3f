package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.topology.PointId;

/**
 * Where a point lies: the order of keys on disk is collection, slot, id.
 *
 * @param slot 0 to 65,535; given by the caller, since it does not follow from the id in every
 *     partitioning
 */
public record PointKey(CollectionNumber collection, int slot, PointId id) {
  public static final int MAX_SLOT = 0xFFFF;

  public PointKey {
    if (slot < 0 || slot > MAX_SLOT) {
      throw new IllegalArgumentException(
          "slot: %d is out of range, use 0 to %d".formatted(slot, MAX_SLOT));
    }
  }
}
