package io.vectorcluster.indexnode.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Runs in which shards come and go, and slots move, under load and faults; {@code
 * -Dmoves.simulation.seeds} and {@code -Dmoves.simulation.first}.
 */
final class MovesSimulationTest {
  private static final long SEEDS = Long.getLong("moves.simulation.seeds", 3_000);
  private static final long FIRST = Long.getLong("moves.simulation.first", 1);
  private static final int MOST_SEEDS_FOR_A_MISTAKE = 1_000;
  private static final int PORTION = 200;

  @Test
  void noPointIsLostOrDoubledByMoves() {
    Figures figures = new Figures();
    for (long first = FIRST; first < FIRST + SEEDS; first += PORTION) {
      LongStream.range(first, Math.min(FIRST + SEEDS, first + PORTION))
          .parallel()
          .mapToObj(seed -> Run.moving(seed, Planted.NONE))
          .forEachOrdered(
              run -> {
                if (run.wrong().isPresent()) {
                  throw new AssertionError(run.shrunk().story());
                }
                figures.add(run.trace());
              });
    }
    System.out.printf("%d seeds from %d with moves: %s%n", SEEDS, FIRST, figures);
    for (Marks.Mark mark : Marks.Mark.values()) {
      if (mark.isOfMoves()) {
        assertThat(figures.marks.count(mark)).as("%s is reached", mark).isPositive();
      }
    }
  }

  @Test
  void everyPlantedMistakeIsFound() {
    List<String> table =
        Planted.ofMoves().parallelStream()
            .map(
                planted ->
                    "%5d  %s"
                        .formatted(
                            Run.finding(planted, MOST_SEEDS_FOR_A_MISTAKE)
                                .map(Run::seed)
                                .orElseThrow(() -> new AssertionError(planted + " is not found")),
                            planted))
            .toList();

    System.out.println("seeds with moves to find a mistake:\n" + String.join("\n", table));
    assertThat(table).hasSizeGreaterThanOrEqualTo(8);
  }
}
