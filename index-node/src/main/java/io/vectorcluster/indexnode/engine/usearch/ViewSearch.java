package io.vectorcluster.indexnode.engine.usearch;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.SearchStats;
import io.vectorcluster.indexnode.engine.EngineDistance;
import io.vectorcluster.indexnode.engine.IndexHits;
import io.vectorcluster.indexnode.engine.IndexSearch;
import io.vectorcluster.indexnode.engine.NearestHits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/** One search over a pinned view. */
final class ViewSearch {
  /** A filter that passes fewer than this part of a segment is compared one by one. */
  private static final double EXACT_SHARE = 0.02;

  private final IndexView view;
  private final IndexSearch search;
  private final float[] query;
  private final int ef;
  private final int exactBelow;
  private final NearestHits nearest;
  private long computed;
  private long scanned;

  /**
   * @param ef candidates kept in a graph, at least the hits wanted
   */
  ViewSearch(IndexView view, IndexSearch search, float[] query, int ef, int exactBelow) {
    this.view = view;
    this.search = search;
    this.query = query;
    this.ef = ef;
    this.exactBelow = exactBelow;
    this.nearest = new NearestHits(search.k());
  }

  IndexHits run(PendingMetric pendingMetric) {
    for (SegmentView segment : view.graphs().segments()) {
      if (segment.liveNodes() > 0) {
        searchSegment(segment);
      }
    }
    scanPending(pendingMetric);
    return new IndexHits(nearest.sorted(), new SearchStats(computed, scanned));
  }

  /** Distances of pending points, in the same unit as the graphs'. */
  @FunctionalInterface
  interface PendingMetric {
    float between(float[] query, float[] vector);

    static PendingMetric of(Distance distance, GraphSettings settings) {
      return settings.metric() == GraphSettings.Metric.HAMMING
          ? PendingMetric::differingSigns
          : (query, vector) -> EngineDistance.between(distance, query, vector);
    }

    private static float differingSigns(float[] query, float[] vector) {
      int differing = 0;
      for (int i = 0; i < query.length; i++) {
        if (query[i] > 0 != vector[i] > 0) {
          differing++;
        }
      }
      return differing;
    }
  }

  private void searchSegment(SegmentView segment) {
    if (search.allowed() == null) {
      LiveNodes.Mask mask = segment.mask();
      MemorySegment bits = mask == null ? MemorySegment.NULL : mask.memory();
      searchGraph(segment, bits, segment.liveNodes());
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bits = arena.allocate(JAVA_LONG, (segment.nodes() + 63) / 64);
      int allowed = markAllowed(segment, bits);
      if (allowed > 0) {
        searchGraph(segment, bits, allowed);
      }
    }
  }

  /** Sets the bits of nodes with a living row that the filter passes, and counts them. */
  private int markAllowed(SegmentView segment, MemorySegment bits) {
    Rows.Cut rows = segment.rows();
    int marked = 0;
    for (int row = 0; row < rows.count(); row++) {
      if (rows.visible(row, view.tick()) && search.allows(rows.id(row))) {
        int node = rows.node(row);
        long word = bits.getAtIndex(JAVA_LONG, node >>> 6);
        long with = word | 1L << node;
        if (with != word) {
          bits.setAtIndex(JAVA_LONG, node >>> 6, with);
          marked++;
        }
      }
    }
    return marked;
  }

  private void searchGraph(SegmentView segment, MemorySegment allowed, int allowedNodes) {
    boolean exact =
        search.exact()
            || allowedNodes <= exactBelow
            || allowedNodes < EXACT_SHARE * segment.nodes();
    int wanted = Math.min(exact ? search.k() : ef, allowedNodes);
    NativeGraph.Found found =
        segment.segment().graph().search(query, wanted, exact, allowed, segment.nodes());
    computed += found.computed();
    if (exact) {
      scanned += found.computed();
    }
    for (int i = 0; i < found.nodes().length; i++) {
      offerRows(segment.rows(), found.nodes()[i], found.distances()[i]);
    }
    if (!exact && segment.strays().length > 0) {
      compareStrays(segment, found.nodes());
    }
  }

  /** Few nodes at most; rows that the filter or the view excludes are left out when offered. */
  private void compareStrays(SegmentView segment, int[] found) {
    int[] strays =
        IntStream.of(segment.strays())
            .filter(stray -> stray < segment.nodes())
            .filter(stray -> IntStream.of(found).noneMatch(node -> node == stray))
            .toArray();
    float[] distances = segment.segment().graph().compare(query, strays);
    computed += strays.length;
    scanned += strays.length;
    for (int i = 0; i < strays.length; i++) {
      offerRows(segment.rows(), strays[i], distances[i]);
    }
  }

  private void offerRows(Rows.Cut rows, int node, float distance) {
    for (int row = rows.first(node); row != Rows.NONE; row = rows.next(row)) {
      if (rows.visible(row, view.tick()) && search.allows(rows.id(row))) {
        nearest.offer(rows.id(row), rows.sequence(row), distance);
      }
    }
  }

  private void scanPending(PendingMetric metric) {
    PendingPoints.Cut pending = view.pending();
    for (int i = 0; i < pending.size(); i++) {
      PendingPoint point = pending.get(i);
      if (point.visible(view.tick()) && search.allows(point.id())) {
        nearest.offer(point.id(), point.sequence(), metric.between(query, point.vector()));
        computed++;
        scanned++;
      }
    }
  }
}
