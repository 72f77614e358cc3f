package io.vectorcluster.indexnode.core;

import java.util.List;

/**
 * Changes of points that one shard owns, in the caller's order.
 *
 * @param mutations 1 to {@link #MAX_CHANGES}
 * @param repeated whether an earlier attempt may have changed something (protocol V4)
 */
public record ShardWrite(
    CollectionNumber collection, RequestId request, List<Mutation> mutations, boolean repeated) {
  /** Changes that are committed at once at most, so that a commit's memory and time are bounded. */
  public static final int MAX_CHANGES = 65_536;

  public ShardWrite {
    mutations = List.copyOf(mutations);
  }

  /** A first attempt. */
  public ShardWrite(CollectionNumber collection, RequestId request, List<Mutation> mutations) {
    this(collection, request, mutations, false);
  }
}
