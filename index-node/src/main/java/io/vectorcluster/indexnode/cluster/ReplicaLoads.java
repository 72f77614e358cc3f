package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.topology.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What this coordinator knows of the stores it reads from, by its own calls. */
final class ReplicaLoads {
  /** More are not remembered: they count as idle and fast. */
  private static final int MOST = 8_192;

  /** Stores that were not asked for so long may be forgotten to make room. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  /**
   * A latency counts half after this time, with and without newer ones. Who is slow is not asked,
   * and so has no newer ones: only because its latency fades is it ever tried again. A store of 100
   * ms among stores of 1 ms is, after half a minute, with one call; that is seldom enough to cost
   * nothing, and soon enough for one that was slow only while it started.
   */
  private static final Duration HALF_LIFE = Duration.ofSeconds(5);

  private static final Load NEVER_ASKED = new Load(0, 0, 0);

  private final Map<StoreId, Known> known = new ConcurrentHashMap<>();
  private final AtomicLong turns = new AtomicLong();
  private final InstantSource clock;

  ReplicaLoads(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A store as it seems now.
   *
   * @param outstanding calls that were not answered yet
   * @param latencyMs of its answers, the newer ones more; 0 if nothing is known
   * @param lastAsked greater for whoever was asked later; 0 for never
   */
  record Load(int outstanding, double latencyMs, long lastAsked) {}

  private record Known(int outstanding, double latencyMs, Instant measured, long lastAsked) {

    Known asked(long turn) {
      return new Known(outstanding + 1, latencyMs, measured, turn);
    }

    Known ended() {
      return new Known(outstanding - 1, latencyMs, measured, lastAsked);
    }

    /** Calls come at irregular times: the weight of an answer is that of the time it stands for. */
    Known took(double ms, Instant now) {
      double rest = fading(now);
      double mean = rest * latencyMs + (1 - rest) * ms;
      return new Known(outstanding, mean, now, lastAsked);
    }

    double latencyMs(Instant now) {
      return latencyMs * fading(now);
    }

    private double fading(Instant now) {
      // In nanoseconds: a busy store answers more than once a millisecond.
      double age = Math.max(0, Duration.between(measured, now).toNanos());
      return Math.pow(0.5, age / HALF_LIFE.toNanos());
    }
  }

  /** A call of a store that has begun. */
  final class Call {
    private final StoreId store;
    private final Instant begun;
    private final boolean counted;

    private Call(StoreId store, Instant begun, boolean counted) {
      this.store = store;
      this.begun = begun;
      this.counted = counted;
    }

    /**
     * It has ended.
     *
     * @param answered a refusal is quick and says nothing of speed
     */
    void end(boolean answered) {
      if (answered) {
        measured();
      }
      if (counted) {
        known.computeIfPresent(store, (_, state) -> state.ended());
      }
    }

    /** It takes so long that others are asked: one that hangs must not seem fast until it ends. */
    void overdue() {
      measured();
    }

    private void measured() {
      Instant now = clock.instant();
      double ms = Duration.between(begun, now).toNanos() / 1e6;
      known.computeIfPresent(store, (_, state) -> state.took(ms, now));
    }
  }

  /** Notes that a store is asked. The call has to be told of its end. */
  Call begin(StoreId store) {
    Instant now = clock.instant();
    if (known.size() >= MOST) {
      known
          .entrySet()
          .removeIf(
              entry ->
                  entry.getValue().outstanding() == 0
                      && entry.getValue().measured().isBefore(now.minus(FORGOTTEN_AFTER)));
    }
    @Nullable Known counted =
        known.compute(
            store,
            (_, state) -> {
              if (state != null) {
                return state.asked(turns.incrementAndGet());
              }
              return known.size() < MOST
                  ? new Known(1, 0, Instant.EPOCH, turns.incrementAndGet())
                  : null;
            });
    return new Call(store, now, counted != null);
  }

  /** How a store seems now. */
  Load of(StoreId store) {
    @Nullable Known state = known.get(store);
    return state == null
        ? NEVER_ASKED
        : new Load(state.outstanding(), state.latencyMs(clock.instant()), state.lastAsked());
  }
}
