package io.vectorcluster.indexnode.core;

/**
 * When a write is acknowledged (protocol P1).
 *
 * @param acks whose disks it must be on
 * @param minInSync copies, the primary's included, that must be in sync for a write to be taken at
 *     all
 */
public record Durability(Acks acks, int minInSync) {
  /** Nothing acknowledged is lost while one in-sync copy lives. */
  public static final Durability DEFAULT = new Durability(Acks.IN_SYNC, 1);

  public Durability {
    Require.that(minInSync >= 1, "minInSync: must be 1 or more, got " + minInSync);
  }

  /** Whose disks. */
  public enum Acks {
    /** Of every in-sync member. */
    IN_SYNC,
    /** Of the primary alone: the last writes can be lost with its disk. */
    ONE
  }
}
