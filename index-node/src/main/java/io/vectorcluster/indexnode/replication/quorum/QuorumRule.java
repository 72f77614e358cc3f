package io.vectorcluster.indexnode.replication.quorum;

import org.jspecify.annotations.Nullable;

/** Rules that tests break on purpose, one at a time, to see that their checks find it. */
enum QuorumRule {
  /** Q1: R replicas are asked, not fewer. */
  ASK_READ_QUORUM,
  /** Q1: W replicas keep a write before it is acknowledged. */
  STORE_AT_WRITE_QUORUM,
  /** Q1: a write is above every version that was found. */
  STAMP_ABOVE_FOUND,
  /** Q1: a strong read writes back. */
  WRITE_BACK,
  /** Q1: only answers of one epoch count together. */
  ONE_EPOCH,
  /** V4: a retry reuses its version. */
  KEEP_VERSION,
  /** Q2: a replica of the new set answers when it holds what the old one may have acknowledged. */
  HOLD_BEFORE_ANSWERING,
  /** Q2: N - min(W, R) + 1 replicas of the old set are pulled from. */
  PULL_FROM_ENOUGH,
  /** Q2: a replica that has sealed takes no part in the old set. */
  SEAL,
  /** R1: what is kept is on the disk. */
  KEEP_DURABLE;

  /** The rules that are kept. */
  record Kept(@Nullable QuorumRule broken) {
    static final Kept ALL = new Kept(null);

    boolean keep(QuorumRule rule) {
      return rule != broken;
    }
  }
}
