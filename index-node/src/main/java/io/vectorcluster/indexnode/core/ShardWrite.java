package io.vectorcluster.indexnode.core;

import java.util.List;

/** Changes of points that one shard owns, in the caller's order. */
public record ShardWrite(CollectionNumber collection, RequestId request, List<Mutation> mutations) {
  public ShardWrite {
    mutations = List.copyOf(mutations);
  }
}
