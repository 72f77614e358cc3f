package io.vectorcluster.operator.core;

/** Why a VectorTopology is written. */
public enum RecordChange {
  /** The cluster begins: the release it is born with is noted. */
  BORN,
  /** Another spec is in force. */
  SPEC_ACCEPTED,
  /** All stores have been seen: the first topology. */
  FIRST,
  /** Shards have joined, which own nothing yet. */
  SHARDS_JOINED,
  /** A shard that owns nothing has left. */
  SHARD_LEFT,
  /** There is another goal: slots begin to move. */
  PLANNED,
  /** Slots on the way to the goal have come further. */
  MOVING,
  /** All slots are where the goal has them. */
  MOVED,
  /** Members, in-sync sets or primaries of shards are others. */
  MEMBERS,
  /** The record is missing, altered or behind: that it is being rebuilt is noted first. */
  REBUILDING,
  /** Members of shards are others: a human has accepted that data is lost (protocol T1). */
  LOSS_ACCEPTED,
  /** Approvals that have no case any more are remembered: they never count again. */
  APPROVALS_SPENT,
  /** The record was missing, altered or behind: taken from the nodes (protocol T1). */
  REBUILT
}
