package io.vectorcluster.indexnode.replication.multiprimary;

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

/** {@code -Dsimulation.multiprimary.seeds} and {@code -Dsimulation.first}. */
final class MultiPrimarySimulationTest {
  private static final long SEEDS = Long.getLong("simulation.multiprimary.seeds", 500);
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final int MOST_SEEDS_FOR_A_MISTAKE = 1_000;

  private record Run(long seed, Optional<String> wrong, MultiPrimarySimulation end) {}

  private static Run run(long seed, MultiRule.Kept rules, List<Fault> faults) {
    MultiPrimarySimulation simulation = new MultiPrimarySimulation(seed, rules, faults);
    return new Run(seed, simulation.run(), simulation);
  }

  private static Run run(long seed, MultiRule.Kept rules) {
    return run(seed, rules, Fault.drawn(seed, MultiPrimarySimulation.LOAD_MS));
  }

  @Test
  void replicasBecomeEqualAndKeepTheNewest() {
    List<Integer> messages = new ArrayList<>();
    List<Integer> operations = new ArrayList<>();
    List<Integer> struck = new ArrayList<>();
    long[] marks = new long[4];
    LongStream.range(FIRST, FIRST + SEEDS)
        .mapToObj(seed -> run(seed, MultiRule.Kept.ALL))
        .forEachOrdered(
            run -> {
              assertThat(run.wrong()).as(() -> shrunk(run.seed())).isEmpty();
              messages.add(run.end().world.delivered);
              operations.add(run.end().operations);
              struck.add(run.end().struck);
              for (SimulatedMultiNode node : run.end().nodes) {
                marks[0] += node.store.conflicts;
                marks[1] += node.store.purged;
                marks[2] += node.store.repaired;
              }
              marks[3] += run.end().allDown ? 1 : 0;
            });
    System.out.printf(
        "multi-primary, %d seeds: messages %d, operations %d, faults %d (medians); conflicts %d,"
            + " tombstones purged %d, records repaired %d, all down past the grace %d%n",
        SEEDS,
        median(messages),
        median(operations),
        median(struck),
        marks[0],
        marks[1],
        marks[2],
        marks[3]);
    assertThat(median(messages)).isGreaterThanOrEqualTo(2_000);
    assertThat(median(operations)).isGreaterThanOrEqualTo(200);
    assertThat(median(struck)).isGreaterThanOrEqualTo(5);
    assertThat(marks).doesNotContain(0);
  }

  private static String shrunk(long seed) {
    List<Fault> all = Fault.drawn(seed, MultiPrimarySimulation.LOAD_MS);
    return "seed %d, faults %s"
        .formatted(
            seed,
            Shrinker.shrink(all, some -> run(seed, MultiRule.Kept.ALL, some).wrong().isPresent()));
  }

  /** {@link MultiPrimaryNodeTest} breaks the rule that seeds do not find. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REMEMBER_PROMISE")
  void aBrokenRuleIsFound(MultiRule rule) {
    Optional<Run> found =
        LongStream.rangeClosed(1, MOST_SEEDS_FOR_A_MISTAKE)
            .mapToObj(seed -> run(seed, new MultiRule.Kept(rule)))
            .filter(run -> run.wrong().isPresent())
            .findFirst();

    assertThat(found).as("%s is found by %d seeds", rule, MOST_SEEDS_FOR_A_MISTAKE).isPresent();
    System.out.printf("%5d  %s%n", found.orElseThrow().seed(), rule);
  }

  private static int median(List<Integer> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
