package io.vectorcluster.indexnode.core;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How reads of this cluster go.
 *
 * @param from which replicas may answer where there is a primary; without one any may that can
 * @param prefer which of them is asked first
 * @param hedgeAfter how long one replica is waited for before the next is asked beside it
 * @param onMissingShard what holds for searches that do not say
 * @param zones of the cluster's pods, by their names; empty where nobody asks for them
 */
public record ReadPolicy(
    From from,
    Prefer prefer,
    Duration hedgeAfter,
    MissingShard onMissingShard,
    Map<String, String> zones) {
  public static final Duration LEAST_HEDGE = Duration.ofMillis(10);
  public static final Duration MOST_HEDGE = Duration.ofSeconds(10);

  /** What holds where nobody says anything. */
  public static final ReadPolicy DEFAULT =
      new ReadPolicy(
          From.IN_SYNC, Prefer.LEAST_LOADED, Duration.ofMillis(300), MissingShard.FAIL, Map.of());

  public ReadPolicy {
    zones = Map.copyOf(zones);
    Require.that(
        hedgeAfter.compareTo(LEAST_HEDGE) >= 0 && hedgeAfter.compareTo(MOST_HEDGE) <= 0,
        "hedgeAfter: must be %s to %s, got %s".formatted(LEAST_HEDGE, MOST_HEDGE, hedgeAfter));
  }

  /** Which replicas may answer. */
  public enum From {
    /** The primary alone. */
    PRIMARY,
    /** Those that hold what was acknowledged. */
    IN_SYNC,
    /** Those, and if they do not answer, others with what they have. */
    ANY
  }

  /** The order among those that may answer. */
  public enum Prefer {
    LEAST_LOADED,
    LOWEST_LATENCY,
    ROUND_ROBIN,
    SAME_ZONE
  }

  /** The zone of the pod that answers at a host; empty if nobody told it. */
  public Optional<String> zoneOf(String host) {
    int dot = host.indexOf('.');
    return Optional.ofNullable(zones.get(dot < 0 ? host : host.substring(0, dot)));
  }
}
