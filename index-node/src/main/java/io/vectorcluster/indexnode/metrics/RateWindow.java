package io.vectorcluster.indexnode.metrics;

import java.time.Instant;

/** Events per second over the last whole seconds. Safe for many threads. */
final class RateWindow {
  private static final int SECONDS = 60;

  /** One more than the window: the second that is still going on is not counted. */
  private final long[] counts = new long[SECONDS + 1];

  private final long[] seconds = new long[SECONDS + 1];

  synchronized void add(Instant now) {
    int slot = slot(now.getEpochSecond());
    counts[slot]++;
  }

  synchronized double perSecond(Instant now) {
    long current = now.getEpochSecond();
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      if (seconds[i] < current && seconds[i] >= current - SECONDS) {
        sum += counts[i];
      }
    }
    return (double) sum / SECONDS;
  }

  private int slot(long second) {
    int slot = (int) Math.floorMod(second, (long) counts.length);
    if (seconds[slot] != second) {
      seconds[slot] = second;
      counts[slot] = 0;
    }
    return slot;
  }
}
