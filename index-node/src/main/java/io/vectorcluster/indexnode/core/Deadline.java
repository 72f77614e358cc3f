package io.vectorcluster.indexnode.core;

import java.time.Duration;
import java.time.Instant;

/** The moment after which nobody waits for an answer. */
public record Deadline(Instant instant) {
  public Duration left(Instant now) {
    Duration left = Duration.between(now, instant);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
