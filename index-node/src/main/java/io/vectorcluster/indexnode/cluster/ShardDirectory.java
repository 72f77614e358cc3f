package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.topology.ShardEntry;

/** Who answers for a shard: this process or another node. */
@FunctionalInterface
public interface ShardDirectory {
  /** The primary of the shard; for one that is still awaited, something that never answers. */
  ShardAccess shard(ShardEntry entry);
}
