package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.replication.catchup.CatchupRule;
import io.vectorcluster.indexnode.replication.points.Mistake;
import io.vectorcluster.indexnode.replication.points.PointsFlaw;
import io.vectorcluster.indexnode.replication.points.PointsRuns;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Dsimulation.quorum.seeds} and {@code -Dsimulation.first}. */
final class QuorumSimulationTest {
  private static final long SEEDS = Long.getLong("simulation.quorum.seeds", 1_000);
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final PointsRuns RUNS = new PointsRuns("quorum", QuorumSimulation::new);

  @Test
  void everyPointIsARegisterAndReplicasBecomeEqual() {
    RUNS.holdFor(
        SEEDS,
        FIRST,
        "members change",
        "operation ends as unknown",
        "retry is answered",
        "three epochs behind",
        "write is never answered",
        "disk is lost",
        "caught up after an empty disk",
        "comparison during writes",
        "comparison is broken off and begun again");
  }

  @Test
  void whatASeedFoundIsMended() {
    RUNS.remember(73, new Mistake(CatchupRule.ANSWER_THE_QUESTION));
  }

  @Test
  void aSeedGivesTheSameRunTwice() {
    RUNS.areTheSameTwice(50);
  }

  /**
   * {@link QuorumCoordinatorTest} breaks the rule that seeds do not find; nobody waits for all to
   * be compared in this mode.
   */
  private static Stream<Mistake> mistakes() {
    return Stream.of(
            Mistake.each(QuorumRule.values()),
            Mistake.each(CatchupRule.values()),
            Mistake.each(PointsFlaw.values()))
        .flatMap(each -> each)
        .filter(mistake -> mistake.broken() != QuorumRule.ONE_EPOCH)
        .filter(mistake -> mistake.broken() != CatchupRule.COMPARE_WITH_ALL);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsFound(Mistake mistake) {
    RUNS.find(mistake);
  }
}
