package io.vectorcluster.indexnode.core;

/**
 * What every call of a shard carries.
 *
 * @param shardEpoch the epoch of the shard's entry in the caller's topology
 * @param catalogVersion the caller's catalog; an older node fetches first
 */
public record ShardCall(long shardEpoch, long catalogVersion, Deadline deadline) {}
