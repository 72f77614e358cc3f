package io.vectorcluster.indexnode.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rate over the last minute. */
final class RateWindowTest {
  private static final Instant START = Instant.ofEpochSecond(1_000_000);

  @Test
  void countsWholeSecondsOfTheLastMinute() {
    RateWindow window = new RateWindow();
    for (int second = 0; second < 120; second++) {
      for (int i = 0; i < 10; i++) {
        window.add(START.plusSeconds(second));
      }
    }

    assertThat(window.perSecond(START.plusSeconds(120))).isEqualTo(10, within(1e-9));
    assertThat(window.perSecond(START.plusSeconds(150))).isEqualTo(5, within(1e-9));
    assertThat(window.perSecond(START.plusSeconds(300))).isZero();
  }

  @Test
  void secondThatGoesOnIsNotCounted() {
    RateWindow window = new RateWindow();

    window.add(START);

    assertThat(window.perSecond(START)).isZero();
    assertThat(window.perSecond(START.plusSeconds(1))).isPositive();
  }
}
