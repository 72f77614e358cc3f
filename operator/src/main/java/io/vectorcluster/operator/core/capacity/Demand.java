package io.vectorcluster.operator.core.capacity;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What is asked of a cluster that is to be planned.
 *
 * @param points how many there will be
 * @param cost of each
 * @param queriesPerSecond searches
 * @param latency mean time that a search takes of one core, in each shard
 * @param factor copies of each shard; empty: as many as the load asks for
 * @param pod the memory that a pod is to have
 */
public record Demand(
    long points,
    PointCost cost,
    int queriesPerSecond,
    Duration latency,
    OptionalInt factor,
    PodRoom pod) {
  /** A thousand times what the largest cluster holds: sums of bytes stay in range. */
  public static final long MOST_POINTS = 1_000_000_000_000L;

  public static final int MOST_QUERIES = 10_000_000;
  public static final int MOST_COPIES = 7;

  public Demand {
    if (points < 1 || points > MOST_POINTS) {
      throw new IllegalArgumentException("%d points, use 1 to %d".formatted(points, MOST_POINTS));
    }
    if (queriesPerSecond < 0 || queriesPerSecond > MOST_QUERIES) {
      throw new IllegalArgumentException(
          "%d queries, use 0 to %d".formatted(queriesPerSecond, MOST_QUERIES));
    }
    if (latency.isNegative() || latency.isZero() || latency.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("latency %s, use above 0 to a minute".formatted(latency));
    }
    if (factor.isPresent() && (factor.getAsInt() < 1 || factor.getAsInt() > MOST_COPIES)) {
      throw new IllegalArgumentException(
          "factor %d, use 1 to %d".formatted(factor.getAsInt(), MOST_COPIES));
    }
  }

  Demand withPod(PodRoom other) {
    return new Demand(points, cost, queriesPerSecond, latency, factor, other);
  }

  /** The guides' formula turned round: queries a second are cores by latency. */
  long millicores() {
    return Math.ceilDiv(latency.toNanos() * queriesPerSecond, 1_000_000L);
  }
}
