package io.vectorcluster.indexnode.engine.usearch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The queue of points that wait for a node, oldest first; changed under the index's lock. An array
 * is filled once and then replaced, never overwritten, so that a {@link Cut} of it stays what it
 * was.
 */
final class PendingPoints {
  private PendingPoint[] points;
  private int head;
  private int tail;
  private long added;

  PendingPoints(int limit) {
    this.points = new PendingPoint[2 * limit];
  }

  void add(PendingPoint point) {
    if (tail == points.length) {
      int kept = size();
      PendingPoint[] fresh = new PendingPoint[points.length];
      System.arraycopy(points, head, fresh, 0, kept);
      points = fresh;
      head = 0;
      tail = kept;
    }
    points[tail++] = point;
    added++;
  }

  /** The oldest points, at most {@code limit}; they stay. */
  List<PendingPoint> first(int limit) {
    int end = Math.min(tail, head + limit);
    return new ArrayList<>(Arrays.asList(points).subList(head, end));
  }

  void removeFirst(int count) {
    head += count;
  }

  int size() {
    return tail - head;
  }

  /** How many were ever added. */
  long added() {
    return added;
  }

  /** How many were ever removed. */
  long removed() {
    return added - size();
  }

  Cut cut() {
    return new Cut(points, head, tail);
  }

  /** The queue at one moment. */
  static final class Cut {
    private final PendingPoint[] points;
    private final int head;
    private final int tail;

    private Cut(PendingPoint[] points, int head, int tail) {
      this.points = points;
      this.head = head;
      this.tail = tail;
    }

    int size() {
      return tail - head;
    }

    PendingPoint get(int i) {
      return points[head + i];
    }
  }
}
