package io.vectorcluster.indexnode.core;

import java.util.List;

/**
 * What a replica's store comes to: replicas of a shard at one position have equal ones (protocol
 * R2).
 *
 * @param sequence the last write that it has
 * @param digest of the digests of all slots
 */
public record ReplicaDigest(long sequence, long digest) {
  /** Odd, so that no slot's digest is lost on the way; 2^64 divided by the golden ratio. */
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  /**
   * Of the digests of the slots.
   *
   * @param slots one each, in order
   */
  public static ReplicaDigest of(long sequence, List<Long> slots) {
    long digest = 0;
    for (long slot : slots) {
      digest = digest * FACTOR + slot;
    }
    return new ReplicaDigest(sequence, digest);
  }
}
