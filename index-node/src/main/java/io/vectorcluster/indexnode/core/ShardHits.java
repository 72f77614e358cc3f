package io.vectorcluster.indexnode.core;

import java.util.List;

/** A shard's nearest points, nearest first. */
public record ShardHits(List<Hit> hits, SearchStats stats) {
  public ShardHits {
    hits = List.copyOf(hits);
  }
}
