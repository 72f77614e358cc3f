package io.vectorcluster.indexnode.core;

/** What a read of points is sure to see. */
public enum Consistency {
  /** What any member has, also one that is not in sync or was cut off: however old. */
  STALE,
  /** Any replica in sync answers; one that was cut off may be some seconds behind. */
  IN_SYNC,
  /** Every write acknowledged before the read (protocol P4). */
  STRONG
}
