package io.vectorcluster.indexnode.replication.quorum;

/**
 * In milliseconds.
 *
 * @param resend after which replicas that said nothing are asked again
 * @param giveUp after which the caller is told that nobody knows
 * @param remembered how long a retry is known as one
 */
public record QuorumTiming(long resend, long giveUp, long remembered) {
  public static final QuorumTiming DEFAULT = new QuorumTiming(300, 2_000, 600_000);
}
