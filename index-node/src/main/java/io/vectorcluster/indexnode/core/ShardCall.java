package io.vectorcluster.indexnode.core;

/**
 * What every call of a shard carries.
 *
 * @param shardEpoch the epoch of the shard's entry in the caller's topology
 * @param catalogVersion the caller's catalog; an older node fetches first
 * @param consistency what a read is sure to see
 */
public record ShardCall(
    long shardEpoch, long catalogVersion, Deadline deadline, Consistency consistency) {
  /** One whose reads may be answered by any replica in sync. */
  public ShardCall(long shardEpoch, long catalogVersion, Deadline deadline) {
    this(shardEpoch, catalogVersion, deadline, Consistency.IN_SYNC);
  }

  /** Whether a read of points must see every write acknowledged before it (protocol P4). */
  public boolean strong() {
    return consistency == Consistency.STRONG;
  }

  /** Whether a read takes what a member has that is not in sync. */
  public boolean stale() {
    return consistency == Consistency.STALE;
  }

  /** The same for reads that are sure to see this. */
  public ShardCall with(Consistency wanted) {
    return new ShardCall(shardEpoch, catalogVersion, deadline, wanted);
  }
}
