package io.vectorcluster.operator.core;

import io.vectorcluster.topology.ShardId;

/** Where a copy lives: a pod of a shard, whether it is there or not. */
record Place(ShardId shard, int ordinal) {}
