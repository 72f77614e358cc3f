package io.vectorcluster.operator.intent;

import io.vectorcluster.topology.ReplicationMode;

/**
 * Copies of each shard.
 *
 * @param factor pods of each shard
 * @param mode how they agree
 * @param minInSync fewer in-sync members than these: writes are refused; at most {@code factor}
 */
public record Replication(int factor, ReplicationMode mode, Acks acks, int minInSync) {

  /** One copy. */
  public static final Replication SINGLE =
      new Replication(1, ReplicationMode.DEFAULT, Acks.IN_SYNC, 1);

  /** Whose disks have a write before it is acknowledged. */
  public enum Acks {
    /** All in-sync members'. */
    IN_SYNC("InSync"),
    /** The primary's only: with it the last writes can be lost. */
    ONE("One");

    private final String text;

    Acks(String text) {
      this.text = text;
    }

    /** As it stands in the API. */
    public String text() {
      return text;
    }
  }
}
