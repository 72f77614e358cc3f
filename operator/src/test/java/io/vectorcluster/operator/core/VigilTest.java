package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.StoreId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What wakes the reconciler, and what does not. */
final class VigilTest {
  private static final List<String> PODS = List.of("a", "b");
  private static final StoreId A = new StoreId(new UUID(0, 1));
  private static final StoreId B = new StoreId(new UUID(0, 2));

  private static Sighting sighting(StoreId store, boolean primarySilent, long last) {
    return sighting(store, primarySilent, last, Divergence.NONE);
  }

  private static Sighting sighting(
      StoreId store, boolean primarySilent, long last, Divergence divergence) {
    return new Sighting(
        store,
        1,
        0,
        true,
        Optional.of(MemberReport.ofMember(store, 1, primarySilent, last)),
        divergence);
  }

  private static final Vigil BOTH =
      Vigil.NONE.after(PODS, Map.of("a", sighting(A, false, 1), "b", sighting(B, false, 1)));

  @Test
  void theFirstRoundIsNews() {
    assertThat(BOTH.differsFrom(Vigil.NONE)).isTrue();
  }

  @Test
  void progressIsNone() {
    Vigil later =
        BOTH.after(PODS, Map.of("a", sighting(A, false, 99), "b", sighting(B, false, 98)));

    assertThat(later.differsFrom(BOTH)).isFalse();
  }

  @Test
  void anotherWordIsNews() {
    Vigil later = BOTH.after(PODS, Map.of("a", sighting(A, false, 1), "b", sighting(B, true, 1)));

    assertThat(later.differsFrom(BOTH)).isTrue();
  }

  @Test
  void anotherStoreUnderTheSameNameIsNews() {
    Vigil later = BOTH.after(PODS, Map.of("a", sighting(A, false, 1), "b", sighting(A, false, 1)));

    assertThat(later.differsFrom(BOTH)).isTrue();
  }

  @Test
  void oneMissedAnswerIsNoNewsTheSecondIs() {
    Map<String, Sighting> one = Map.of("a", sighting(A, false, 1));

    Vigil once = BOTH.after(PODS, one);
    Vigil twice = once.after(PODS, one);
    Vigil thrice = twice.after(PODS, one);

    assertThat(once.differsFrom(BOTH)).isFalse();
    assertThat(twice.differsFrom(once)).isTrue();
    assertThat(thrice.differsFrom(twice)).as("silence that lasts").isFalse();
  }

  @Test
  void damageIsNewsAndItsRepairToo() {
    Vigil damaged = BOTH.after(PODS, both(new Divergence(1, 0)));
    Vigil repaired = damaged.after(PODS, both(new Divergence(0, 1)));

    assertThat(damaged.differsFrom(BOTH)).isTrue();
    assertThat(repaired.differsFrom(damaged)).isTrue();
  }

  private static Map<String, Sighting> both(Divergence ofA) {
    return Map.of("a", sighting(A, false, 1, ofA), "b", sighting(B, false, 1));
  }
}
