package io.vectorcluster.indexnode.replication.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.replication.Fault;
import io.vectorcluster.indexnode.replication.Shrinker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code -Dsimulation.quorum.seeds} and {@code -Dsimulation.first}. */
final class QuorumSimulationTest {
  private static final long SEEDS = Long.getLong("simulation.quorum.seeds", 1_000);
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final int MOST_SEEDS_FOR_A_MISTAKE = 1_000;

  private record Run(long seed, Optional<String> wrong, QuorumSimulation end) {}

  private static Run run(long seed, QuorumRule.Kept rules, List<Fault> faults) {
    QuorumSimulation simulation = new QuorumSimulation(seed, rules, faults);
    return new Run(seed, simulation.run(), simulation);
  }

  private static Run run(long seed, QuorumRule.Kept rules) {
    return run(seed, rules, Fault.drawn(seed, QuorumSimulation.LOAD_MS));
  }

  @Test
  void everyPointIsARegister() {
    QuorumMarks marks = new QuorumMarks();
    List<Integer> messages = new ArrayList<>();
    List<Integer> operations = new ArrayList<>();
    List<Integer> struck = new ArrayList<>();
    LongStream.range(FIRST, FIRST + SEEDS)
        .parallel()
        .mapToObj(seed -> run(seed, QuorumRule.Kept.ALL))
        .forEachOrdered(
            run -> {
              assertThat(run.wrong()).as(() -> shrunk(run.seed())).isEmpty();
              marks.addAll(run.end().marks);
              messages.add(run.end().world.delivered);
              operations.add(run.end().operations);
              struck.add(run.end().struck);
            });
    System.out.printf(
        "quorum, %d seeds from %d: messages %d, operations %d, faults %d (medians); %s%n",
        SEEDS, FIRST, median(messages), median(operations), median(struck), marks.counts);
    assertThat(median(messages)).isGreaterThanOrEqualTo(2_000);
    assertThat(median(operations)).isGreaterThanOrEqualTo(200);
    assertThat(median(struck)).isGreaterThanOrEqualTo(5);
    assertThat(marks.counts)
        .containsKeys(
            "members change",
            "operation ends as unknown",
            "retry is answered",
            "three epochs behind",
            "write is never answered");
  }

  private static String shrunk(long seed) {
    List<Fault> all = Fault.drawn(seed, QuorumSimulation.LOAD_MS);
    return "seed %d, faults %s"
        .formatted(
            seed,
            Shrinker.shrink(all, some -> run(seed, QuorumRule.Kept.ALL, some).wrong().isPresent()));
  }

  @Test
  void aSeedGivesTheSameRunTwice() {
    for (long seed = 1; seed <= 50; seed++) {
      assertThat(run(seed, QuorumRule.Kept.ALL).end().world.logHash())
          .as("seed %d", seed)
          .isEqualTo(run(seed, QuorumRule.Kept.ALL).end().world.logHash());
    }
  }

  /** {@link QuorumCoordinatorTest} breaks the rule that seeds do not find. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ONE_EPOCH")
  void aBrokenRuleIsFound(QuorumRule rule) {
    Optional<Run> found =
        LongStream.rangeClosed(1, MOST_SEEDS_FOR_A_MISTAKE)
            .mapToObj(seed -> run(seed, new QuorumRule.Kept(rule)))
            .filter(run -> run.wrong().isPresent())
            .findFirst();

    assertThat(found).as("%s is found by %d seeds", rule, MOST_SEEDS_FOR_A_MISTAKE).isPresent();
    System.out.printf("%5d  %s%n", found.orElseThrow().seed(), rule);
  }

  private static int median(List<Integer> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
