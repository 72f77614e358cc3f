package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.StoredPoint;

/** Is shown points one by one. */
@FunctionalInterface
public interface PointVisitor {
  /** Returns false to see no more. */
  boolean visit(int slot, StoredPoint point);

  /** A record cannot be shown. Who returns sees the next one. */
  default void damaged(StoreDamagedException damage) {
    throw damage;
  }
}
