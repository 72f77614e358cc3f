package io.vectorcluster.indexnode.engine.usearch;

import io.vectorcluster.indexnode.engine.EngineException;
import io.vectorcluster.indexnode.engine.IndexFigures;
import io.vectorcluster.indexnode.engine.checkpoint.PointFiles.RowRecord;
import io.vectorcluster.topology.PointId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All that changes in an index, behind one lock that is never held during native inserts, searches
 * or file writes. Each change publishes a new {@link IndexView}; searches pin one and need no lock.
 *
 * <p>Each put and remove has a tick. A point's new version enters the pending points in the same
 * step that kills the old one, and a row enters a segment in the same step that its point leaves
 * the pending points: so every view has exactly one living version of each id.
 */
final class IndexState {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int pendingLimit;
  private final Map<PointId, Place> places = new HashMap<>();
  private final PendingPoints pending;
  private final List<Segment> segments = new ArrayList<>();
  private long tick;
  private long putsThatWaited;
  private boolean closed;
  private @Nullable EngineException failure;
  private final PublishedView published;

  IndexState(EngineLimits limits) {
    this.pendingLimit = limits.pendingPoints();
    this.pending = new PendingPoints(pendingLimit);
    this.published = new PublishedView(pending.cut());
  }

  /** The lock as a resource, released at the end of the block. */
  private Held hold() {
    lock.lock();
    return lock::unlock;
  }

  @FunctionalInterface
  private interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** The present view; its graphs are retained for the caller, who releases them. */
  IndexView pin() {
    return published.pin();
  }

  /** Returns whether a segment is worn out now. */
  boolean put(PointId id, long sequence, float[] vector) {
    try (var _ = hold()) {
      awaitPlace();
      tick++;
      var point = new PendingPoint(id, sequence, vector);
      Segment touched = kill(places.put(id, point));
      pending.add(point);
      publish(touched != null);
      return touched != null && CompactionPlan.worn(touched);
    }
  }

  /** Returns whether a segment is worn out now. */
  boolean remove(PointId id) {
    try (var _ = hold()) {
      requireUsable();
      Place place = places.remove(id);
      if (place == null) {
        return false;
      }
      tick++;
      Segment touched = kill(place);
      publish(touched != null);
      return touched != null && CompactionPlan.worn(touched);
    }
  }

  private void awaitPlace() {
    requireUsable();
    if (pending.size() >= pendingLimit) {
      putsThatWaited++;
      while (pending.size() >= pendingLimit) {
        changed.awaitUninterruptibly();
        requireUsable();
      }
    }
  }

  /** Ends a version's life at the present tick; returns the segment it was in, if any. */
  private @Nullable Segment kill(@Nullable Place place) {
    return switch (place) {
      case null -> null;
      case PendingPoint point -> {
        point.kill(tick);
        yield null;
      }
      case Place.OfRow(Segment segment, int row) -> {
        segment.killRow(row, tick);
        yield segment;
      }
    };
  }

  private void publish(boolean graphsChanged) {
    published.publish(graphsChanged ? segments : null, pending.cut(), tick);
  }

  /** The oldest pending points; empty too once the index is closed or failed. */
  List<PendingPoint> oldestPending(int limit) {
    try (var _ = hold()) {
      return closed || failure != null ? List.of() : pending.first(limit);
    }
  }

  /** Takes over a new, empty segment as the open one. */
  void begin(Segment open) {
    try (var _ = hold()) {
      segments.add(open);
    }
  }

  /**
   * The oldest pending points now have nodes in the open segment.
   *
   * @param nodes the node of each point; what was dead by then has none
   */
  void moved(Segment segment, List<PendingPoint> points, int[] nodes) {
    try (var _ = hold()) {
      for (int i = 0; i < points.size(); i++) {
        PendingPoint point = points.get(i);
        if (point.alive()) {
          int row = segment.addRow(point.id(), point.sequence(), nodes[i]);
          places.put(point.id(), new Place.OfRow(segment, row));
        }
      }
      pending.removeFirst(points.size());
      publish(true);
      changed.signalAll();
    }
  }

  /** Adds a segment that was loaded, with all its living rows; the index is not yet in use. */
  boolean restore(Segment segment, List<RowRecord> rows) {
    try (var _ = hold()) {
      segments.add(segment);
      for (RowRecord row : rows) {
        int number = segment.addRow(row.id(), row.sequence(), row.node());
        if (places.put(row.id(), new Place.OfRow(segment, number)) != null) {
          return false;
        }
      }
      publish(true);
      return true;
    }
  }

  /** Seals a segment that is full, or of which so much is dead that a rebuild would pay. */
  boolean sealIfDone(Segment open) {
    try (var _ = hold()) {
      if (open.full(1) || CompactionPlan.wornWhenSealed(open)) {
        open.seal();
      }
      return open.sealed();
    }
  }

  /** What a compaction should rebuild into one, as it is now; retained for the caller. */
  Compaction.Inputs pinWorn() {
    try (var _ = hold()) {
      if (closed || failure != null) {
        return new Compaction.Inputs(List.of(), tick);
      }
      List<SegmentView> chosen = new ArrayList<>();
      for (Segment segment : CompactionPlan.choose(segments)) {
        chosen.add(segment.view());
      }
      return new Compaction.Inputs(chosen, tick);
    }
  }

  /**
   * Puts the rebuilt segment in the place of those it was made from; what died meanwhile dies in it
   * too. Returns false, and takes nothing over, if the index was closed.
   */
  boolean replace(Compaction.Inputs inputs, @Nullable Segment fresh, List<Compaction.Copy> copies) {
    try (var _ = hold()) {
      if (closed) {
        return false;
      }
      for (Compaction.Copy copy : copies) {
        adopt(copy, fresh);
      }
      List<Segment> old = new ArrayList<>();
      inputs.segments().forEach(input -> old.add(input.segment()));
      segments.removeAll(old);
      if (fresh != null) {
        // Before the open one, which stays the last.
        segments.addFirst(fresh);
      }
      publish(true);
      old.forEach(Segment::release);
      return true;
    }
  }

  private void adopt(Compaction.Copy copy, @Nullable Segment fresh) {
    Place place = places.get(copy.id());
    if (fresh != null
        && place instanceof Place.OfRow present
        && present.is(copy.from(), copy.row())) {
      int row = fresh.addRow(copy.id(), copy.sequence(), copy.node());
      places.put(copy.id(), new Place.OfRow(fresh, row));
    }
  }

  void fail(Throwable cause) {
    try (var _ = hold()) {
      if (failure == null) {
        failure = new EngineException("the index failed: rebuild it from the store", cause);
      }
      changed.signalAll();
    }
  }

  /** Waits until what is pending now is in a graph. */
  boolean awaitMoved(Duration timeout) {
    try (var _ = hold()) {
      long wanted = pending.added();
      long left = timeout.toNanos();
      while (pending.removed() < wanted) {
        requireUsable();
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  IndexFigures figures() {
    try (var _ = hold()) {
      long dead = 0;
      long memory = 0;
      for (Segment segment : segments) {
        dead += segment.deadRows();
        memory += segment.graph().memoryBytes();
      }
      return new IndexFigures(
          places.size(), pending.size(), segments.size(), dead, memory, putsThatWaited);
    }
  }

  boolean closed() {
    try (var _ = hold()) {
      return closed;
    }
  }

  /** Refuses further use; the memory goes with the last pin. */
  void close() {
    try (var _ = hold()) {
      if (closed) {
        return;
      }
      closed = true;
      places.clear();
      changed.signalAll();
      segments.forEach(Segment::release);
      segments.clear();
      published.close();
    }
  }

  private void requireUsable() {
    if (closed) {
      throw new IllegalStateException("the index is closed");
    }
    if (failure != null) {
      throw failure;
    }
  }
}
