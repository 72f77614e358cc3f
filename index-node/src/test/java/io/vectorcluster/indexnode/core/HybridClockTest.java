package io.vectorcluster.indexnode.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HybridClockTest {
  private static final long NOON = 1_800_000_000_000L;

  @Test
  void followsTheWallClock() {
    HybridClock clock = new HybridClock(0);

    long stamp = clock.next(NOON);

    assertThat(HybridClock.millisOf(stamp)).isEqualTo(NOON);
  }

  @Test
  void neverRepeatsWithinAMillisecond() {
    HybridClock clock = new HybridClock(0);

    long first = clock.next(NOON);
    long second = clock.next(NOON);

    assertThat(second).isGreaterThan(first);
  }

  @Test
  void doesNotGoBackWithTheWallClock() {
    HybridClock clock = new HybridClock(0);

    long before = clock.next(NOON);
    long after = clock.next(NOON - 3_600_000);

    assertThat(after).isGreaterThan(before);
  }

  @Test
  void startsAboveWhatTheStoreHolds() {
    long stored = new HybridClock(0).next(NOON + 86_400_000);

    HybridClock restarted = new HybridClock(stored);

    assertThat(restarted.next(NOON)).isGreaterThan(stored);
  }

  @Test
  void takesReceivedStamps() {
    HybridClock clock = new HybridClock(0);
    long received = new HybridClock(0).next(NOON + 1_000);

    clock.observe(received);

    assertThat(clock.next(NOON)).isGreaterThan(received);
  }
}
