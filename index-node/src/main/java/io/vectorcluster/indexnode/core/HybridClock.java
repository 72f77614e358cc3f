package io.vectorcluster.indexnode.core;

/**
 * A hybrid logical clock (Kulkarni et al. 2014): stamps that never repeat or go back and stay near
 * the wall clock.
 *
 * <p>Not safe for use by several threads: it belongs to the one that numbers a shard's writes.
 */
public final class HybridClock {
  private static final int COUNTER_BITS = 16;

  private long last;

  /**
   * A clock that starts above every stamp of the store (protocol V2).
   *
   * @param highestStored the highest stamp the store holds, 0 for an empty one
   */
  public HybridClock(long highestStored) {
    Require.that(highestStored >= 0, "highest stored stamp: must not be negative");
    this.last = highestStored;
  }

  /**
   * A stamp above all earlier ones.
   *
   * @param nowMs wall clock in milliseconds since 1970; one that went back is made up for by the
   *     counter
   */
  public long next(long nowMs) {
    last = Math.max(last + 1, stampOf(nowMs));
    return last;
  }

  /** Takes note of a received stamp: later ones are above it (V2: received stamps are taken). */
  public void observe(long stamp) {
    last = Math.max(last, stamp);
  }

  /** The first stamp of a moment. */
  public static long stampOf(long millis) {
    return millis << COUNTER_BITS;
  }

  /** The wall clock part of a stamp, in milliseconds since 1970. */
  public static long millisOf(long stamp) {
    return stamp >>> COUNTER_BITS;
  }
}
