package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.topology.ShardEntry;

/** Who keeps the catalog: this process or another node. */
@FunctionalInterface
public interface KeeperDirectory {
  /**
   * The catalog at the primary of shard 0.
   *
   * @param zero that shard's entry
   */
  CatalogAccess keeper(ShardEntry zero);
}
