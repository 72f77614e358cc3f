package io.vectorcluster.operator.core.status;

/** How a copy of a shard is. */
public enum ShardState {
  SERVING("Serving"),
  /** Kubernetes calls its pod ready, but the operator cannot reach it: that is not dead (T4). */
  UNREACHABLE("Unreachable"),
  STARTING("Starting"),
  /** It is being made equal to the primary; it does not count. */
  JOINING("Joining"),
  /** Its store is no member any more and its pod goes. */
  LEAVING("Leaving"),
  MISSING("Missing"),
  /** Its pod came back with another store (T3). */
  LOST("Lost"),
  STOPPED("Stopped");

  private final String text;

  ShardState(String text) {
    this.text = text;
  }

  /** As it stands in status. */
  public String text() {
    return text;
  }
}
