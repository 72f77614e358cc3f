package io.vectorcluster.indexnode.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of runs with faults; {@code -Dsimulation.seeds} and {@code -Dsimulation.first}. */
final class PrimaryReplicaSimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 3_000);
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final int MOST_SEEDS_FOR_A_FLAW = 1_000;

  private record Run(long seed, Optional<String> wrong, Simulation simulation) {}

  private static Run run(long seed, Rules rules, OperatorFlaw flaw) {
    Simulation simulation = new Simulation(seed, rules, flaw, false);
    try {
      return new Run(seed, simulation.run(), simulation);
    } catch (RuntimeException | AssertionError e) {
      return new Run(seed, Optional.of(e.toString()), simulation);
    }
  }

  @Test
  void nothingAcknowledgedIsLost() {
    Marks marks = new Marks();
    List<Integer> messages = new ArrayList<>();
    List<Integer> operations = new ArrayList<>();
    List<Integer> faults = new ArrayList<>();
    LongStream.range(FIRST, FIRST + SEEDS)
        .parallel()
        .mapToObj(seed -> run(seed, Rules.ALL, OperatorFlaw.NONE))
        .forEachOrdered(
            run -> {
              assertThat(run.wrong()).as("seed %d", run.seed()).isEmpty();
              marks.addAll(run.simulation().marks);
              messages.add(run.simulation().world.delivered);
              operations.add(run.simulation().operations());
              faults.add(run.simulation().faults);
            });
    System.out.printf(
        "%d seeds from %d: messages %d, operations %d, faults %d (medians); %s%n",
        SEEDS, FIRST, median(messages), median(operations), median(faults), marks);
    assertThat(median(messages)).isGreaterThanOrEqualTo(2_000);
    assertThat(median(operations)).isGreaterThanOrEqualTo(200);
    assertThat(median(faults)).isGreaterThanOrEqualTo(5);
    for (Marks.Mark mark : Marks.Mark.values()) {
      assertThat(marks.count(mark)).as("%s is reached", mark).isPositive();
    }
  }

  @Test
  void aSeedGivesTheSameRunTwice() {
    for (long seed = 1; seed <= 20; seed++) {
      Run first = run(seed, Rules.ALL, OperatorFlaw.NONE);
      Run again = run(seed, Rules.ALL, OperatorFlaw.NONE);

      assertThat(again.simulation().world.logHash())
          .as("seed %d", seed)
          .isEqualTo(first.simulation().world.logHash());
    }
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void aBrokenRuleIsFound(Rule rule) {
    found(rule.toString(), Rules.without(rule), OperatorFlaw.NONE);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMistakeOfTheOperatorIsFound(OperatorFlaw flaw) {
    found(flaw.toString(), Rules.ALL, flaw);
  }

  private static void found(String name, Rules rules, OperatorFlaw flaw) {
    for (long seed = 1; seed <= MOST_SEEDS_FOR_A_FLAW; seed++) {
      Optional<String> wrong = run(seed, rules, flaw).wrong();
      if (wrong.isPresent()) {
        String text = wrong.get();
        System.out.printf(
            "%s: found by seed %d: %s%n",
            name, seed, text.substring(0, Math.min(160, text.length())));
        return;
      }
    }
    throw new AssertionError(name + ": not found by " + MOST_SEEDS_FOR_A_FLAW + " seeds");
  }

  private static int median(List<Integer> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
