package io.vectorcluster.indexnode.core;

import java.util.List;

/**
 * Changes of points that one shard owns, in the caller's order.
 *
 * @param mutations 1 to {@link #MAX_CHANGES}
 */
public record ShardWrite(CollectionNumber collection, RequestId request, List<Mutation> mutations) {
  /** Changes that are committed at once at most, so that a commit's memory and time are bounded. */
  public static final int MAX_CHANGES = 65_536;

  public ShardWrite {
    mutations = List.copyOf(mutations);
  }
}
