package io.vectorcluster.testbed.faults;

import java.time.Duration;

/** What happens to a request that a {@link FaultRule} has chosen. */
public sealed interface Fault {
  /** Nothing: for rules that only call a hook. */
  record None() implements Fault {}

  /** Answered by the proxy with a Status object; the server never sees it. */
  record Reject(int status) implements Fault {
    public Reject {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("status " + status + " is no refusal: 400 to 599");
      }
    }
  }

  /** Kept back before the server sees it. */
  record Delay(Duration duration) implements Fault {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    public Delay {
      if (duration.isNegative() || duration.compareTo(LIMIT) > 0) {
        throw new IllegalArgumentException("a delay is from 0 to " + LIMIT + ", not " + duration);
      }
    }
  }

  /** The connection ends before the server sees the request. */
  record CutBefore() implements Fault {}

  /** The server has done it, and the connection ends before the caller hears. */
  record DropAnswer() implements Fault {}

  /** The connection of a watch ends after so many events, as when a load balancer restarts. */
  record CutWatch(int afterEvents) implements Fault {}

  /** A watch stays open and falls silent after so many events. */
  record FreezeWatch(int afterEvents) implements Fault {}

  /** The answer is kept in the recording, and given as it is. */
  record Remember(Recording recording) implements Fault {}

  /** The answer is the one that the recording keeps for the same question; else the server's. */
  record ServeStale(Recording recording) implements Fault {}
}
