package io.vectorcluster.testbed.faults;

/** Which way bytes go through a {@link LinkProxy}. */
public enum Direction {
  /** From who connected to who listens. */
  TO_SERVER,
  /** From who listens to who connected. */
  TO_CLIENT
}
