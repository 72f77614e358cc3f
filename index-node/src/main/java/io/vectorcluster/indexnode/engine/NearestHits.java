package io.vectorcluster.indexnode.engine;

import io.vectorcluster.topology.PointId;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** The nearest hits offered so far; one thread. */
public final class NearestHits {
  private final int limit;
  // The farthest is on top, ready to be replaced.
  private final PriorityQueue<IndexHit> farthestFirst;

  public NearestHits(int limit) {
    this.limit = limit;
    this.farthestFirst =
        new PriorityQueue<>(Math.min(limit, 1024) + 1, IndexHit.NEAREST_FIRST.reversed());
  }

  public void offer(PointId id, long sequence, float distance) {
    if (farthestFirst.size() < limit) {
      farthestFirst.add(new IndexHit(id, sequence, distance));
      return;
    }
    IndexHit farthest = farthestFirst.element();
    if (distance < farthest.distance()
        || (distance == farthest.distance() && id.compareTo(farthest.id()) < 0)) {
      farthestFirst.remove();
      farthestFirst.add(new IndexHit(id, sequence, distance));
    }
  }

  public List<IndexHit> sorted() {
    List<IndexHit> hits = new ArrayList<>(farthestFirst);
    hits.sort(IndexHit.NEAREST_FIRST);
    return hits;
  }
}
