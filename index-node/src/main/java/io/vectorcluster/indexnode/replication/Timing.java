package io.vectorcluster.indexnode.replication;

/**
 * When silence means something, in milliseconds.
 *
 * @param resend after which an unanswered message is sent again
 * @param heartbeat of a primary to each member
 * @param memberSilent after which a primary reports a member (T4)
 * @param primarySilent after which a member reports its primary (T4)
 */
public record Timing(long resend, long heartbeat, long memberSilent, long primarySilent) {
  public static final Timing DEFAULT = new Timing(300, 300, 1_000, 2_000);
}
