package io.vectorcluster.indexnode.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Thousands of runs with faults; {@code -Dsimulation.seeds} and {@code -Dsimulation.first}. */
final class PrimaryReplicaSimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 3_000);
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final int MOST_SEEDS_FOR_A_MISTAKE = 1_000;

  private static final int PORTION = 200;

  @Test
  void nothingAcknowledgedIsLost() throws IOException {
    for (Seeds.Remembered each : Seeds.remembered()) {
      Run run = Run.of(each.seed(), each.planted());
      assertThat(run.wrong().isPresent())
          .as("%s", each)
          .isEqualTo(!each.planted().equals(Planted.NONE));
    }
    Figures figures = new Figures();
    // In portions: a run that is over is kept until those before it are.
    for (long first = FIRST; first < FIRST + SEEDS; first += PORTION) {
      LongStream.range(first, Math.min(FIRST + SEEDS, first + PORTION))
          .parallel()
          .mapToObj(seed -> Run.of(seed, Planted.NONE))
          .forEachOrdered(
              run -> {
                if (run.wrong().isPresent()) {
                  throw new AssertionError(run.shrunk().story());
                }
                figures.add(run.trace());
              });
    }
    System.out.printf("%d seeds from %d: %s%n", SEEDS, FIRST, figures);
    assertThat(figures.messages()).isGreaterThanOrEqualTo(2_000);
    assertThat(figures.operations()).isGreaterThanOrEqualTo(200);
    assertThat(figures.faults()).isGreaterThanOrEqualTo(5);
    for (Marks.Mark mark : Marks.Mark.values()) {
      if (!mark.isOfMoves()) {
        assertThat(figures.marks.count(mark)).as("%s is reached", mark).isPositive();
      }
    }
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
    List<String> table =
        Planted.all().parallelStream()
            .map(
                planted ->
                    "%5d  %s"
                        .formatted(
                            Run.finding(planted, MOST_SEEDS_FOR_A_MISTAKE)
                                .map(Run::seed)
                                .orElseThrow(() -> new AssertionError(planted + " is not found")),
                            planted))
            .toList();

    System.out.println("seeds to find a planted mistake:\n" + String.join("\n", table));
    assertThat(table).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void aFailureIsToldByFewFaults() {
    Run failed = Run.of(120, Planted.named(Rule.REMEMBER_GROWTH.name()));

    Run shrunk = failed.shrunk();

    assertThat(failed.wrong()).isPresent();
    assertThat(shrunk.wrong()).isPresent();
    assertThat(shrunk.faults()).isSubsetOf(failed.faults());
    assertThat(shrunk.faults().size()).isLessThan(failed.faults().size() / 2);
    assertThat(shrunk.story())
        .contains("seed 120 (REMEMBER_GROWTH)")
        .contains(shrunk.faults().getFirst().toString())
        .contains("publishes epoch");
  }
}
