package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.PointId;

/** One change of one point. */
public sealed interface Mutation {
  PointId id();

  /** Sets the whole point: vectors and payload. */
  record Upsert(Point point) implements Mutation {
    @Override
    public PointId id() {
      return point.id();
    }
  }

  /** Removes the point; a tombstone keeps older writes from bringing it back. */
  record Delete(PointId id) implements Mutation {}
}
