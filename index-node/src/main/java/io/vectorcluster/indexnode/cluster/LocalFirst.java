package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;

/** What this process holds is asked in this process; the rest where others say. */
public final class LocalFirst {
  private LocalFirst() {}

  /** Own shard here, other shards through {@code others}. */
  public static ShardDirectory shards(StoreId own, ShardAccess local, ShardDirectory others) {
    return entry -> own.equals(entry.replicas().primary()) ? local : others.shard(entry);
  }

  /** The catalog here while this store is shard 0's primary, else through {@code others}. */
  public static KeeperDirectory keeper(StoreId own, CatalogAccess local, KeeperDirectory others) {
    return zero -> own.equals(zero.replicas().primary()) ? local : others.keeper(zero);
  }

  /** The other shards of a standalone node: there are none. */
  public static ShardDirectory noShards() {
    return entry -> new NoAnswer(message(entry));
  }

  /** The other keepers of a standalone node: there are none. */
  public static KeeperDirectory noKeepers() {
    return entry -> new NoAnswer(message(entry));
  }

  private static String message(ShardEntry entry) {
    return "shard %s is held by no node that is known here".formatted(entry.id());
  }
}
