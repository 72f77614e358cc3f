package io.vectorcluster.indexnode.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Thousands of runs with faults; {@code -Dsimulation.seeds} and {@code -Dsimulation.first}. */
final class PrimaryReplicaSimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 3_000);
  private static final long FIRST = Long.getLong("simulation.first", 1);

  @Test
  void nothingAcknowledgedIsLost() throws IOException {
    for (Seeds.Remembered each : Seeds.remembered()) {
      Run run = Run.of(each.seed(), each.planted());
      assertThat(run.wrong().isPresent())
          .as("%s", each)
          .isEqualTo(!each.planted().equals(Planted.NONE));
    }
    Figures figures = SeedRuns.clean(seed -> Run.of(seed, Planted.NONE), FIRST, SEEDS);

    assertThat(figures.messages()).isGreaterThanOrEqualTo(2_000);
    assertThat(figures.operations()).isGreaterThanOrEqualTo(200);
    assertThat(figures.faults()).isGreaterThanOrEqualTo(5);
    SeedRuns.assertReached(figures, mark -> !mark.isOfMoves());
  }

  @Test
  void aSeedGivesTheSameRunTwice() {
    for (long seed = 1; seed <= 100; seed++) {
      Run first = Run.of(seed, Planted.NONE);
      Run again = Run.of(seed, Planted.NONE);

      assertThat(again.trace().logHash()).as("seed %d", seed).isEqualTo(first.trace().logHash());
      assertThat(again.faults()).isEqualTo(first.faults());
    }
  }

  @Test
  void everyPlantedMistakeIsFound() {
    SeedRuns.assertFound(Planted.all(), 20);
  }

  @Test
  void aFailureIsToldByFewFaults() {
    Run failed = Run.of(137, Planted.named(Rule.REMEMBER_GROWTH.name()));

    Run shrunk = failed.shrunk();

    assertThat(failed.wrong()).isPresent();
    assertThat(shrunk.wrong()).isPresent();
    assertThat(shrunk.faults()).isSubsetOf(failed.faults());
    assertThat(shrunk.faults().size()).isLessThan(failed.faults().size() / 2);
    assertThat(shrunk.story())
        .contains("seed 137 (REMEMBER_GROWTH)")
        .contains(shrunk.faults().getFirst().toString())
        .contains("publishes epoch");
  }
}
