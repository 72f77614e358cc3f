package io.vectorcluster.topology;

/**
 * A slot on its way from one shard to another (protocol S1, S2): first it is copied, while the
 * source owns it; then it is switched: the target owns it, and opens it when it holds everything up
 * to the source's seal. The way back is another switch, with the roles exchanged.
 *
 * @param since the epoch that published the copying; names the migration, with its slot
 * @param switched the epoch that made the target the owner; 0 while the source is
 * @param back whether the slot was first copied from the present target
 */
public record Migration(
    int slot, ShardId source, ShardId target, long since, long switched, boolean back) {

  public Migration {
    if (source.equals(target)) {
      throw new IllegalArgumentException(
          "slot " + slot + " cannot migrate from shard " + source + " to itself");
    }
    if (since < 1 || (switched != 0 && switched <= since) || (back && switched == 0)) {
      throw new IllegalArgumentException(
          "slot %d cannot be copied since epoch %d and %s at %d"
              .formatted(slot, since, back ? "returned" : "switched", switched));
    }
  }

  /** The copying of a slot, published at an epoch. */
  static Migration copying(SlotMove move, long epoch) {
    return new Migration(move.slot(), move.from(), move.to(), epoch, 0, false);
  }

  /** Whether the target owns the slot. */
  public boolean isSwitched() {
    return switched > 0;
  }

  /** Whether a shard is its source or its target. */
  public boolean concerns(ShardId shard) {
    return source.equals(shard) || target.equals(shard);
  }

  /** The same, switched at an epoch. */
  Migration switchedAt(long epoch) {
    return new Migration(slot, source, target, since, epoch, back);
  }

  /** The shard that the slot was first copied from. */
  public ShardId origin() {
    return back ? target : source;
  }

  /** The way back from the switch (S2). */
  Migration returnedAt(long epoch) {
    return new Migration(slot, /* source= */ target, /* target= */ source, since, epoch, !back);
  }
}
