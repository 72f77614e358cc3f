package io.vectorcluster.operator.intent;

/** Whether the operator acts on a cluster and its pods run. */
public enum RunPolicy {
  RUNNING,
  /** Changes of the spec wait; repair goes on. */
  PAUSED,
  /** No pods; the data is kept. */
  STOPPED
}
