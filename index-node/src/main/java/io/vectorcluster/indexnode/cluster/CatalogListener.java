package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;

/** Told of every catalog of this node, in the order of the versions, one at a time. */
@FunctionalInterface
public interface CatalogListener {
  /**
   * The catalog is durable and will be answered for as soon as this returns: collections in it must
   * take writes by then, those not in it must refuse them. What takes long (dropping the points of
   * a deleted collection) belongs to a thread of the listener's.
   */
  void collectionsChanged(Catalog catalog);
}
