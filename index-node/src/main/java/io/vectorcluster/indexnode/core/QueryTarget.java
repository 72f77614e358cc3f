package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.PointId;

/** What a search looks near to. */
public sealed interface QueryTarget {
  /** Near a vector of the caller's. */
  record Nearest(DenseVector vector) implements QueryTarget {}

  /** Near a stored point, which is itself left out of the answer. */
  record NearestTo(PointId id) implements QueryTarget {}
}
