package io.vectorcluster.indexnode.replication.multiprimary;

/**
 * In milliseconds.
 *
 * @param resend after which what was not confirmed is shipped again
 * @param promise how often a promise is made
 */
public record MultiTiming(long resend, long promise) {
  public static final MultiTiming DEFAULT = new MultiTiming(300, 1_000);
}
