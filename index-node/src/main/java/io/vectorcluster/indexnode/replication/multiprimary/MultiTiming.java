package io.vectorcluster.indexnode.replication.multiprimary;

/**
 * In milliseconds.
 *
 * @param resend after which what was not confirmed is shipped again
 * @param round between two rounds of digests: what is on its way arrives in between (R2)
 * @param promise how often a promise is made
 */
public record MultiTiming(long resend, long round, long promise) {
  public static final MultiTiming DEFAULT = new MultiTiming(300, 5_000, 1_000);
}
