package io.vectorcluster.indexnode.replication;

import org.junit.jupiter.api.Test;

/**
 * Runs in which shards come and go, and slots move, under load and faults; {@code
 * -Dmoves.simulation.seeds} and {@code -Dmoves.simulation.first}.
 */
final class MovesSimulationTest {
  private static final long SEEDS = Long.getLong("moves.simulation.seeds", 3_000);
  private static final long FIRST = Long.getLong("moves.simulation.first", 1);

  @Test
  void noPointIsLostOrDoubledByMoves() {
    Figures figures = SeedRuns.clean(seed -> Run.moving(seed, Planted.NONE), FIRST, SEEDS);

    SeedRuns.assertReached(figures, Marks.Mark::isOfMoves);
  }

  @Test
  void everyPlantedMistakeIsFound() {
    SeedRuns.assertFound(Planted.ofMoves(), 8);
  }
}
