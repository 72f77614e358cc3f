package io.vectorcluster.indexnode.replication;

import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Slots of this store that are not what they should be (R2): their records fail their digest or
 * their hashes, or differ from the primary's at one position of the log. A process that ends
 * forgets them, and finds them again.
 */
final class BadSlots {
  private final TreeSet<Integer> slots = new TreeSet<>();

  void add(int slot) {
    slots.add(slot);
  }

  void remove(int slot) {
    slots.remove(slot);
  }

  boolean contains(int slot) {
    return slots.contains(slot);
  }

  int count() {
    return slots.size();
  }

  /** The next one after a slot, round and round. */
  OptionalInt after(int slot) {
    @Nullable Integer next = slots.higher(slot);
    if (next == null) {
      return slots.isEmpty() ? OptionalInt.empty() : OptionalInt.of(slots.first());
    }
    return OptionalInt.of(next);
  }
}
