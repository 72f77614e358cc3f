package io.vectorcluster.indexnode.engine.usearch;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Gives pending points their nodes: the only writer of the open segment. Holds a gate while it
 * adds, so that whoever holds the gate (a checkpoint that saves, a close) finds the graph at rest.
 */
final class PendingMover {
  /** Points a turn: some milliseconds, after which waiting puts and gate-keepers get theirs. */
  private static final int BATCH = 64;

  private final IndexState state;
  private final GraphSettings settings;
  private final ReentrantLock gate = new ReentrantLock();
  private @Nullable Segment open;

  PendingMover(IndexState state, GraphSettings settings) {
    this.state = state;
    this.settings = settings;
  }

  ReentrantLock gate() {
    return gate;
  }

  /** Moves some points; returns whether there may be more. */
  boolean run() {
    gate.lock();
    try {
      List<PendingPoint> batch = state.oldestPending(BATCH);
      if (batch.isEmpty()) {
        return false;
      }
      Segment segment = openSegment();
      int[] nodes = new int[batch.size()];
      int taken = 0;
      while (taken < batch.size() && !segment.full(taken + 1)) {
        PendingPoint point = batch.get(taken);
        nodes[taken] = point.alive() ? segment.nodeOf(point.vector()) : Rows.NONE;
        taken++;
      }
      boolean idle = taken < BATCH;
      if (segment.auditDue(idle)) {
        segment.audit();
      }
      state.moved(segment, batch.subList(0, taken), nodes);
      return true;
    } finally {
      gate.unlock();
    }
  }

  private Segment openSegment() {
    Segment present = open;
    if (present == null || state.sealIfDone(present)) {
      if (present != null) {
        present.audit();
      }
      present = Segment.empty(settings);
      state.begin(present);
      open = present;
    }
    return present;
  }
}
