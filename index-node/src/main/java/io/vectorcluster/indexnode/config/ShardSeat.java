package io.vectorcluster.indexnode.config;

import java.util.OptionalInt;

/**
 * The shard this node is to hold, in a cluster.
 *
 * @param shard {@code SHARD_ID}
 * @param shards {@code SHARD_COUNT}, of set-ups without an operator; empty if a topology tells it
 */
public record ShardSeat(int shard, OptionalInt shards) {}
