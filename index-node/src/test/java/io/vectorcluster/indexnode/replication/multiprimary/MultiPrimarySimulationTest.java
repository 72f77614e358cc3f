package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.replication.catchup.CatchupRule;
import io.vectorcluster.indexnode.replication.points.Mistake;
import io.vectorcluster.indexnode.replication.points.PointsFlaw;
import io.vectorcluster.indexnode.replication.points.PointsRuns;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dsimulation.multiprimary.seeds} and {@code -Dsimulation.first}. */
final class MultiPrimarySimulationTest {
  private static final long SEEDS = Long.getLong("simulation.multiprimary.seeds", 500);
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final PointsRuns RUNS =
      new PointsRuns("multi-primary", MultiPrimarySimulation::new);

  @Test
  void replicasBecomeEqualAndKeepTheNewest() {
    RUNS.holdFor(
        SEEDS,
        FIRST,
        "writers did not know of each other",
        "tombstone is purged",
        "record is taken from another",
        "all are down past the grace",
        "disk is lost",
        "caught up after an empty disk",
        "comparison during writes",
        "comparison is broken off and begun again");
  }

  @Test
  void whatSeedsFoundIsMended() {
    RUNS.remember(1, new Mistake(MultiRule.BE_SILENT_AT_REST));
  }

  @Test
  void aSeedGivesTheSameRunTwice() {
    RUNS.areTheSameTwice(50);
  }

  /** Seeds do not find the answer to a question that was given up: CatchupTest does. */
  private static Stream<Mistake> mistakes() {
    return Stream.of(
            Mistake.each(MultiRule.values()),
            Mistake.each(CatchupRule.values()),
            Mistake.each(PointsFlaw.values()))
        .flatMap(each -> each)
        .filter(mistake -> mistake.broken() != MultiRule.REMEMBER_PROMISE)
        .filter(mistake -> mistake.broken() != CatchupRule.ANSWER_THE_QUESTION)
        .filter(mistake -> mistake.broken() != PointsFlaw.WAITS_FOR_A_VOTER_THAT_IS_GONE);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsFound(Mistake mistake) {
    RUNS.find(mistake);
  }
}
