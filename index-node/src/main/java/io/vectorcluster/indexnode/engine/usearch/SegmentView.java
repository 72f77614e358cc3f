package io.vectorcluster.indexnode.engine.usearch;

import org.jspecify.annotations.Nullable;

/**
 * A segment at one moment. Holds the segment and the mask.
 *
 * @param mask the nodes with a living row; null if all have one
 * @param nodes nodes at that moment
 * @param liveNodes how many of them had a living row
 * @param strays nodes that a walk of the graph may not reach
 */
@SuppressWarnings("ArrayRecordComponent") // read only, never compared
record SegmentView(
    Segment segment,
    Rows.Cut rows,
    LiveNodes.@Nullable Mask mask,
    int nodes,
    int liveNodes,
    int[] strays) {

  void release() {
    if (mask != null) {
      mask.release();
    }
    segment.release();
  }
}
