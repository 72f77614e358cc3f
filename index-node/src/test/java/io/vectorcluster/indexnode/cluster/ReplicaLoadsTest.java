package io.vectorcluster.indexnode.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vectorcluster.topology.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a coordinator remembers of the stores it reads from. */
final class ReplicaLoadsTest {
  private static final StoreId A = new StoreId(new UUID(0, 1));
  private static final StoreId B = new StoreId(new UUID(0, 2));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final ReplicaLoads loads = new ReplicaLoads(now::get);

  private void pass(long ms) {
    now.updateAndGet(before -> before.plusMillis(ms));
  }

  private void answer(StoreId store, long ms) {
    ReplicaLoads.Call call = loads.begin(store);
    pass(ms);
    call.end(true);
  }

  @Test
  void whoWasNeverAskedIsIdleAndFast() {
    assertThat(loads.of(A)).isEqualTo(new ReplicaLoads.Load(0, 0, 0));
  }

  @Test
  void openCallsAreCountedUntilTheyEndHoweverTheyEnd() {
    ReplicaLoads.Call first = loads.begin(A);
    ReplicaLoads.Call second = loads.begin(A);
    loads.begin(B);

    assertThat(loads.of(A).outstanding()).isEqualTo(2);
    first.end(true);
    second.end(false);
    assertThat(loads.of(A).outstanding()).isZero();
    assertThat(loads.of(B).outstanding()).isEqualTo(1);
  }

  @Test
  void whoWasAskedLaterHasTheGreaterTurn() {
    loads.begin(B);
    loads.begin(A);
    loads.begin(B);

    assertThat(loads.of(B).lastAsked()).isGreaterThan(loads.of(A).lastAsked());
  }

  @Test
  void theFirstAnswerCountsWholeAndLaterOnesByTheTimeTheyStandFor() {
    answer(A, 100);
    assertThat(loads.of(A).latencyMs()).isEqualTo(100);

    // Half a life later, old and new weigh the same
    pass(4_980);
    answer(A, 20);
    assertThat(loads.of(A).latencyMs()).isCloseTo(60, within(0.1));
  }

  @Test
  void manyAnswersInAMillisecondAreNotLost() {
    answer(A, 100);
    for (int i = 0; i < 100_000; i++) {
      ReplicaLoads.Call call = loads.begin(A);
      now.updateAndGet(before -> before.plusNanos(100_000));
      call.end(true);
    }

    // Ten seconds, two half lives
    assertThat(loads.of(A).latencyMs()).isCloseTo(25, within(0.5));
  }

  @Test
  void whoWasSlowSeemsFastAgainAfterAWhile() {
    answer(A, 100);
    answer(B, 1);

    pass(5_000);
    assertThat(loads.of(A).latencyMs()).isCloseTo(50, within(0.1));
    for (int second = 0; second < 35; second++) {
      pass(1_000);
      answer(B, 1);
    }
    assertThat(loads.of(A).latencyMs()).isLessThan(loads.of(B).latencyMs());
  }

  @Test
  void aRefusalSaysNothingOfSpeedAndWhoHangsIsSlowAtOnce() {
    ReplicaLoads.Call refused = loads.begin(A);
    refused.end(false);
    assertThat(loads.of(A).latencyMs()).isZero();

    ReplicaLoads.Call hanging = loads.begin(B);
    pass(300);
    hanging.overdue();
    assertThat(loads.of(B)).isEqualTo(new ReplicaLoads.Load(1, 300, 2));
  }

  @Test
  void noMoreStoresAreRememberedThanThereMayBe() {
    for (int i = 0; i < 8_192; i++) {
      loads.begin(new StoreId(new UUID(1, i))).end(i % 2 == 0);
    }
    pass(Duration.ofSeconds(30).toMillis());
    ReplicaLoads.Call tooMany = loads.begin(A);
    // Those that never answered made room
    assertThat(loads.of(A).outstanding()).isEqualTo(1);
    tooMany.end(true);
    assertThat(loads.of(new StoreId(new UUID(1, 1))).lastAsked()).isZero();
    assertThat(loads.of(new StoreId(new UUID(1, 2))).lastAsked()).isPositive();
  }
}
