package io.vectorcluster.indexnode.engine.usearch;

import io.vectorcluster.topology.PointId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Rebuilds worn or small segments into one sealed segment with what lives of them. Vectors are
 * copied in the graph's own scalars, so that nothing is rounded twice; searches and puts go on
 * meanwhile.
 */
final class Compaction {
  private final IndexState state;
  private final GraphSettings settings;
  private final BooleanSupplier cancelled;

  Compaction(IndexState state, GraphSettings settings, BooleanSupplier cancelled) {
    this.state = state;
    this.settings = settings;
    this.cancelled = cancelled;
  }

  /** Segments at one moment. */
  record Inputs(List<SegmentView> segments, long tick) {
    void release() {
      segments.forEach(SegmentView::release);
    }
  }

  /** A row that lived at that moment, and its node in the new segment. */
  record Copy(Segment from, int row, PointId id, long sequence, int node) {}

  /** Rebuilds once; returns whether there was something to rebuild. */
  boolean run() {
    Inputs inputs = state.pinWorn();
    try {
      return !inputs.segments().isEmpty() && rebuild(inputs);
    } finally {
      inputs.release();
    }
  }

  private boolean rebuild(Inputs inputs) {
    boolean empty = inputs.segments().stream().allMatch(segment -> segment.liveNodes() == 0);
    Segment fresh = empty ? null : Segment.empty(settings);
    boolean taken = false;
    try {
      List<Copy> copies = new ArrayList<>();
      for (SegmentView segment : inputs.segments()) {
        if (fresh != null && !copy(segment, inputs.tick(), fresh, copies)) {
          return false;
        }
      }
      if (fresh != null) {
        fresh.seal();
        fresh.audit();
      }
      taken = state.replace(inputs, fresh, copies);
      return taken;
    } finally {
      if (!taken && fresh != null) {
        fresh.release();
      }
    }
  }

  private boolean copy(SegmentView segment, long tick, Segment fresh, List<Copy> copies) {
    Rows.Cut rows = segment.rows();
    int[] newNodes = new int[segment.nodes()];
    Arrays.fill(newNodes, Rows.NONE);
    for (int row = 0; row < rows.count(); row++) {
      if (!rows.visible(row, tick)) {
        continue;
      }
      int node = rows.node(row);
      if (newNodes[node] == Rows.NONE) {
        if (cancelled.getAsBoolean()) {
          return false;
        }
        newNodes[node] = fresh.nodeOf(segment.segment().graph().read(node));
      }
      copies.add(
          new Copy(segment.segment(), row, rows.id(row), rows.sequence(row), newNodes[node]));
    }
    return true;
  }
}
