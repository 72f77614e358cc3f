package io.vectorcluster.operator.intent;

import io.vectorcluster.topology.ReplicationMode;
import java.time.Duration;

/**
 * Copies of each shard.
 *
 * @param factor pods of each shard
 * @param mode how they agree
 * @param minInSync fewer in-sync members than these: writes are refused; at most {@code factor}
 * @param gcGrace the least time for which nodes remember deletes
 */
public record Replication(
    int factor, ReplicationMode mode, Acks acks, int minInSync, Duration gcGrace) {
  static final Duration DEFAULT_GC_GRACE = Duration.ofHours(24);

  /** One copy. */
  public static final Replication SINGLE =
      new Replication(1, ReplicationMode.DEFAULT, Acks.IN_SYNC, 1, DEFAULT_GC_GRACE);

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
