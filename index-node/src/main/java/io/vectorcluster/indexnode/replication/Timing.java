package io.vectorcluster.indexnode.replication;

/**
 * When silence means something, in milliseconds, and how much is said at once.
 *
 * @param resend after which an unanswered message is sent again
 * @param heartbeat of a primary to each member
 * @param memberSilent after which a primary reports a member (T4)
 * @param primarySilent after which a member reports its primary (T4)
 * @param compare between two comparisons of a primary with its members (R2)
 * @param entries of one message at most
 * @param ahead entries that are sent ahead of a member's acknowledgements at most
 */
public record Timing(
    long resend,
    long heartbeat,
    long memberSilent,
    long primarySilent,
    long compare,
    int entries,
    int ahead) {
  public static final Timing DEFAULT = new Timing(300, 300, 1_000, 2_000, 5_000, 256, 4_096);
}
