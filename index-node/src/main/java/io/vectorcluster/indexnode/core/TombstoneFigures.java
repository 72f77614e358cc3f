package io.vectorcluster.indexnode.core;

import java.time.Duration;
import java.time.Instant;

/**
 * What a replica remembers of deletes.
 *
 * @param held how many tombstones there are
 * @param oldestClock stamp of the oldest ({@link HybridClock}); 0 if there is none
 */
public record TombstoneFigures(long held, long oldestClock) {
  public static final TombstoneFigures NONE = new TombstoneFigures(0, 0);

  /** How far back deletes are remembered: the age of the floor below which there are none (V5). */
  public Duration floorAge(Instant now) {
    Instant oldest = Instant.ofEpochMilli(HybridClock.millisOf(oldestClock));
    return held == 0 || oldest.isAfter(now) ? Duration.ZERO : Duration.between(oldest, now);
  }
}
