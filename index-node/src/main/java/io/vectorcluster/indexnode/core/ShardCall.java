package io.vectorcluster.indexnode.core;

/**
 * What every call of a shard carries.
 *
 * @param shardEpoch the epoch of the shard's entry in the caller's topology
 * @param catalogVersion the caller's catalog; an older node fetches first
 * @param strong whether a read of points must see every write acknowledged before it (protocol P4)
 */
public record ShardCall(long shardEpoch, long catalogVersion, Deadline deadline, boolean strong) {
  /** One whose reads may be answered by any replica in sync. */
  public ShardCall(long shardEpoch, long catalogVersion, Deadline deadline) {
    this(shardEpoch, catalogVersion, deadline, false);
  }

  /** The same as a strong read, or not. */
  public ShardCall strongly(boolean wanted) {
    return wanted == strong ? this : new ShardCall(shardEpoch, catalogVersion, deadline, wanted);
  }
}
