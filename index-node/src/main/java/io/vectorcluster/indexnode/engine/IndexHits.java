package io.vectorcluster.indexnode.engine;

import io.vectorcluster.indexnode.core.SearchStats;
import java.util.List;

/** An index's answer, nearest first, and what it cost. */
public record IndexHits(List<IndexHit> hits, SearchStats stats) {
  public IndexHits {
    hits = List.copyOf(hits);
  }
}
