package io.vectorcluster.operator.intent;

import java.time.Duration;
import java.util.Optional;

/**
 * How nodes read from the copies of shards.
 *
 * @param from which copies may answer; empty leaves it to the nodes, and belongs to no mode but
 *     PrimaryReplica
 * @param prefer which of them is asked first
 * @param hedgeAfter how long one is waited for before the next is asked beside it; empty leaves it
 *     to the nodes
 * @param onMissingShard what becomes of a search that does not say
 */
public record Reads(
    Optional<From> from,
    Prefer prefer,
    Optional<Duration> hedgeAfter,
    MissingShard onMissingShard) {

  /** What a spec without anything means. */
  public static final Reads DEFAULT =
      new Reads(Optional.empty(), Prefer.LEAST_LOADED, Optional.empty(), MissingShard.FAIL);

  /** Which copies. */
  public enum From {
    PRIMARY("Primary"),
    IN_SYNC("InSync"),
    ANY("Any");

    private final String text;

    From(String text) {
      this.text = text;
    }

    /** As it stands in the API. */
    public String text() {
      return text;
    }
  }

  /** Which first. */
  public enum Prefer {
    LEAST_LOADED("LeastLoaded"),
    LOWEST_LATENCY("LowestLatency"),
    ROUND_ROBIN("RoundRobin"),
    SAME_ZONE("SameZone");

    private final String text;

    Prefer(String text) {
      this.text = text;
    }

    /** As it stands in the API. */
    public String text() {
      return text;
    }
  }

  /** A search without one shard. */
  public enum MissingShard {
    FAIL("Fail"),
    PARTIAL("Partial");

    private final String text;

    MissingShard(String text) {
      this.text = text;
    }

    /** As it stands in the API. */
    public String text() {
      return text;
    }
  }
}
