package io.vectorcluster.topology;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The term of every slot: the topology epoch at which it was last opened to its present writers
 * (protocol V1).
 *
 * <p>Versions compare by term first, so a slot's term must grow whenever its writers change and
 * must mean the same on every shard. Terms counted per shard would not: after a move every update
 * on a shard with a lower count would lose to what the slot brought along.
 */
public final class SlotTerms {

  private final long[] terms;

  private SlotTerms(long[] terms) {
    this.terms = terms;
  }

  /**
   * Terms in the order of the slots, as they stand in a message or on disk.
   *
   * @param terms epochs, 1 or greater, one a slot
   */
  public static SlotTerms of(long... terms) {
    for (int slot = 0; slot < terms.length; slot++) {
      if (terms[slot] < 1) {
        throw new IllegalArgumentException(
            "slot " + slot + " has term " + terms[slot] + ": terms are epochs, counted from 1");
      }
    }
    return new SlotTerms(terms.clone());
  }

  /** All slots opened at one epoch. */
  public static SlotTerms all(int slots, long term) {
    long[] terms = new long[slots];
    Arrays.fill(terms, term);
    return of(terms);
  }

  public int slots() {
    return terms.length;
  }

  public long term(int slot) {
    return terms[slot];
  }

  /** The highest term of any slot. */
  public long highest() {
    long highest = 0;
    for (long term : terms) {
      highest = Math.max(highest, term);
    }
    return highest;
  }

  /** These terms, with the chosen slots opened at an epoch. */
  public SlotTerms reopened(IntPredicate chosen, long epoch) {
    long[] next = terms.clone();
    Arrays.setAll(next, slot -> chosen.test(slot) ? epoch : terms[slot]);
    return of(next);
  }

  /** A copy: the term of each slot. */
  public long[] toArray() {
    return terms.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotTerms that && Arrays.equals(terms, that.terms);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(terms);
  }

  @Override
  public String toString() {
    return "SlotTerms[slots=" + terms.length + ", highest=" + highest() + "]";
  }
}
