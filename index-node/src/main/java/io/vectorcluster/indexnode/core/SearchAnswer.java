package io.vectorcluster.indexnode.core;

import java.util.List;

/** Hits, nearest first, with the shards they come from and what they cost. */
public record SearchAnswer(List<Hit> hits, Coverage coverage, SearchStats stats) {
  public SearchAnswer {
    hits = List.copyOf(hits);
  }
}
