package io.vectorcluster.indexnode.core;

import java.time.Duration;

/**
 * When a write is acknowledged (protocol P1), and how long a delete is remembered (V5).
 *
 * @param acks whose disks it must be on
 * @param minInSync copies, the primary's included, that must be in sync for a write to be taken at
 *     all
 * @param gcGrace the least age of a tombstone that goes
 */
public record Durability(Acks acks, int minInSync, Duration gcGrace) {
  private static final Duration DAY = Duration.ofDays(1);

  /** Nothing acknowledged is lost while one in-sync copy lives. */
  public static final Durability DEFAULT = new Durability(Acks.IN_SYNC, 1);

  public Durability {
    Require.that(minInSync >= 1, "minInSync: must be 1 or more, got " + minInSync);
    Require.that(!gcGrace.isNegative(), "gcGrace: must not be negative, got " + gcGrace);
  }

  /** With the default memory of deletes. */
  public Durability(Acks acks, int minInSync) {
    this(acks, minInSync, DAY);
  }

  /** Whose disks. */
  public enum Acks {
    /** Of every in-sync member. */
    IN_SYNC,
    /** Of the primary alone: the last writes can be lost with its disk. */
    ONE
  }
}
