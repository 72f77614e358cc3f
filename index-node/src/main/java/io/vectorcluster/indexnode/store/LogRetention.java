package io.vectorcluster.indexnode.store;

import java.time.Duration;

/**
 * What of the log is kept.
 *
 * @param atLeast younger entries always stay: a retry is recognised by them (protocol V4: 10
 *     minutes)
 * @param maxEntries how many entries may stay when the oldest are older than that; about 100 bytes
 *     each
 */
public record LogRetention(Duration atLeast, long maxEntries) {
  public static final LogRetention DEFAULT = new LogRetention(Duration.ofMinutes(10), 1_000_000);

  public LogRetention {
    if (atLeast.isNegative() || maxEntries < 0) {
      throw new IllegalArgumentException("log retention: must not be negative");
    }
  }
}
