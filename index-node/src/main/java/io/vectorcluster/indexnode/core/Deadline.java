package io.vectorcluster.indexnode.core;

import java.time.Duration;
import java.time.Instant;

/** The moment after which nobody waits for an answer. */
public record Deadline(Instant instant) {
  /** This one, or the moment after {@code most} if that is sooner. */
  public Deadline atMost(Instant now, Duration most) {
    return left(now).compareTo(most) <= 0 ? this : new Deadline(now.plus(most));
  }

  public Duration left(Instant now) {
    Duration left = Duration.between(now, instant);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
