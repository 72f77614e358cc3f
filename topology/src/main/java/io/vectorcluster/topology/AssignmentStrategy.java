package io.vectorcluster.topology;

/** How slots find their shard. */
public enum AssignmentStrategy {
  /** A hash ring with bounded loads: no shard above ceil(1.1 x mean). */
  CONSISTENT_HASH,
  /** A table: every shard within one slot of the mean, with the least moves. */
  BALANCED
}
