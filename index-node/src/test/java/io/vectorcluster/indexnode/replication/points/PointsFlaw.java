package io.vectorcluster.indexnode.replication.points;

/** Mistakes of what surrounds the step functions. */
public enum PointsFlaw {
  /** What was taken by catching up replaces what is newer here. */
  TAKES_WHAT_IS_OLDER,
  /** Who has caught up says so before what it has taken is durable. */
  CAUGHT_UP_BEFORE_DURABLE,
  /** Quorum: where all have to write, a set with a disk that is lost is never followed (Q2). */
  WAITS_FOR_A_VOTER_THAT_IS_GONE
}
