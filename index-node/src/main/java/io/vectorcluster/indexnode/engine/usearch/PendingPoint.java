package io.vectorcluster.indexnode.engine.usearch;

import io.vectorcluster.topology.PointId;

/** A point that has no node yet. */
final class PendingPoint implements Place {
  private final PointId id;
  private final long sequence;
  private final float[] vector;
  private volatile long death = Rows.ALIVE;

  PendingPoint(PointId id, long sequence, float[] vector) {
    this.id = id;
    this.sequence = sequence;
    this.vector = vector;
  }

  PointId id() {
    return id;
  }

  long sequence() {
    return sequence;
  }

  float[] vector() {
    return vector;
  }

  void kill(long tick) {
    death = tick;
  }

  boolean alive() {
    return death == Rows.ALIVE;
  }

  /** Whether the point had not been replaced or removed at {@code tick}. */
  boolean visible(long tick) {
    return death > tick;
  }
}
