package io.vectorcluster.indexnode.engine.usearch;

/** Where the living version of a point is. */
sealed interface Place permits PendingPoint, Place.OfRow {

  /** In a segment. */
  record OfRow(Segment segment, int row) implements Place {
    boolean is(Segment otherSegment, int otherRow) {
      return segment == otherSegment && row == otherRow;
    }
  }
}
