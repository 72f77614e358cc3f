package io.vectorcluster.indexnode.replication;

import org.jspecify.annotations.Nullable;

/** What a primary knows of another member. Sequences are of the log. */
final class Peer {
  /** The request of the member that is being served; null while it does not follow. */
  @Nullable HelloId hello;

  /** Whether it has said that it is equal to this primary, in this session. */
  boolean equal;

  /** Whether it may not count any more: it lacks what it acknowledged, or can not be caught up. */
  boolean lost;

  /** Durable at the member, by its own word, since it last began to follow. */
  long acked;

  /** The highest that it ever acknowledged in this session. */
  long mostAcked;

  /** Where it was told to begin: entries are sent from there until it acknowledges. */
  long start;

  /** The last that was sent to it. */
  long sent;

  /** When it last had acknowledged everything. */
  long currentAt;

  long heardAt;
  long sentAt;
  long ackedAt;
  long confirmed;

  Peer(long nowMs) {
    this.currentAt = nowMs;
    this.heardAt = nowMs;
    this.sentAt = nowMs;
    this.ackedAt = nowMs;
  }

  private boolean isCurrent(long logged) {
    return equal && acked >= logged;
  }

  /** Takes note of the time if it has acknowledged everything. */
  void look(long logged, long nowMs) {
    if (isCurrent(logged)) {
      currentAt = nowMs;
    }
  }

  Lag lag(long logged, long nowMs) {
    return isCurrent(logged)
        ? new Lag(0, 0)
        : new Lag(Math.max(0, logged - (equal ? acked : 0)), nowMs - currentAt);
  }
}
