package io.vectorcluster.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The owner of every slot: an immutable table, four bytes a slot.
 *
 * <p>Ownership is the only thing that changes when a cluster grows or shrinks. Search and write
 * routing read this table alone; how it came about is the strategy's business.
 */
public final class Assignment {

  private final int[] owners;

  private Assignment(int[] owners) {
    this.owners = owners;
  }

  /**
   * A table from its owners in the order of the slots, as it stands in a message or on disk.
   *
   * @param owners ids of shards, one a slot, at least one
   */
  public static Assignment of(int... owners) {
    if (owners.length == 0) {
      throw new IllegalArgumentException("an assignment has at least one slot");
    }
    for (int slot = 0; slot < owners.length; slot++) {
      if (owners[slot] < 0) {
        throw new IllegalArgumentException(
            "slot " + slot + " has owner " + owners[slot] + ": shard ids are 0 or greater");
      }
    }
    return new Assignment(owners.clone());
  }

  /** All slots to one shard. */
  public static Assignment single(int slots, ShardId owner) {
    int[] owners = new int[slots];
    Arrays.fill(owners, owner.value());
    return of(owners);
  }

  public int slots() {
    return owners.length;
  }

  /** The shard that owns a slot. */
  public ShardId owner(int slot) {
    return new ShardId(owners[slot]);
  }

  /** The number of the shard that owns a slot: {@link #owner} without the object. */
  public int ownerValue(int slot) {
    return owners[slot];
  }

  /** The slots of a shard, ascending; empty for a shard that owns none. */
  public int[] slotsOf(ShardId shard) {
    return IntStream.range(0, owners.length).filter(s -> owners[s] == shard.value()).toArray();
  }

  /** How many slots a shard owns. */
  public int count(ShardId shard) {
    int count = 0;
    for (int owner : owners) {
      count += owner == shard.value() ? 1 : 0;
    }
    return count;
  }

  /** The shards that own any slot. */
  public SortedSet<ShardId> owners() {
    BitSet owning = new BitSet();
    for (int owner : owners) {
      owning.set(owner);
    }
    SortedSet<ShardId> shards = new TreeSet<>();
    owning.stream().forEach(owner -> shards.add(new ShardId(owner)));
    return shards;
  }

  /** Slots owned, for each shard that owns any, in the order of the ids. */
  public SortedMap<ShardId, Integer> counts() {
    SortedMap<ShardId, Integer> counts = new TreeMap<>();
    for (int owner : owners) {
      counts.merge(new ShardId(owner), 1, Integer::sum);
    }
    return counts;
  }

  /** The slots whose owner is another in {@code next}, ascending. */
  public List<SlotMove> movesTo(Assignment next) {
    if (next.slots() != slots()) {
      throw new IllegalArgumentException(
          "assignments of " + slots() + " and " + next.slots() + " slots cannot be compared");
    }
    List<SlotMove> moves = new ArrayList<>();
    for (int slot = 0; slot < owners.length; slot++) {
      if (owners[slot] != next.owners[slot]) {
        moves.add(new SlotMove(slot, owner(slot), next.owner(slot)));
      }
    }
    return List.copyOf(moves);
  }

  /** A copy of the table: the owner's number of each slot. */
  public int[] toArray() {
    return owners.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Assignment that && Arrays.equals(owners, that.owners);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(owners);
  }

  @Override
  public String toString() {
    return "Assignment" + counts();
  }
}
