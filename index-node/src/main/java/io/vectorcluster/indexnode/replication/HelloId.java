package io.vectorcluster.indexnode.replication;

import org.jspecify.annotations.Nullable;

/**
 * Names one request of a replica to follow. An answer to an earlier one is ignored: it may come
 * from a primary that no longer is, or was told of a state that no longer is.
 *
 * @param incarnation of the replica's process
 * @param epoch at which it became a member
 * @param number counted up since then
 */
public record HelloId(long incarnation, long epoch, long number) {
  /** Of no request. */
  static final HelloId NONE = new HelloId(0, 0, 0);

  /** Whether the same process has asked by {@code other} or later: then this one is a copy. */
  boolean isNotAfter(@Nullable HelloId other) {
    return other != null
        && incarnation == other.incarnation
        && (epoch < other.epoch || (epoch == other.epoch && number <= other.number));
  }
}
