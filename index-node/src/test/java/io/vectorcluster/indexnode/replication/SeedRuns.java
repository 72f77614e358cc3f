package io.vectorcluster.indexnode.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Many runs of one kind. */
final class SeedRuns {
  /** A run that is over is kept until those before it are. */
  private static final int PORTION = 200;

  private static final int MOST_SEEDS_FOR_A_MISTAKE = 1_000;

  private SeedRuns() {}

  /**
   * What the runs had in them; the first that goes wrong is told with as few faults as possible.
   */
  static Figures clean(LongFunction<Run> run, long first, long seeds) {
    Figures figures = new Figures();
    for (long from = first; from < first + seeds; from += PORTION) {
      LongStream.range(from, Math.min(first + seeds, from + PORTION))
          .parallel()
          .mapToObj(run)
          .forEachOrdered(
              done -> {
                if (done.wrong().isPresent()) {
                  throw new AssertionError(done.shrunk().story());
                }
                figures.add(done.trace());
              });
    }
    System.out.printf("%d seeds from %d: %s%n", seeds, first, figures);
    return figures;
  }

  static void assertReached(Figures figures, Predicate<Marks.Mark> which) {
    for (Marks.Mark mark : Marks.Mark.values()) {
      if (which.test(mark)) {
        assertThat(figures.marks.count(mark)).as("%s is reached", mark).isPositive();
      }
    }
  }

  /** Each is found, and there are so many. */
  static void assertFound(List<Planted> mistakes, int least) {
    List<String> table =
        mistakes.parallelStream()
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
    assertThat(table).hasSizeGreaterThanOrEqualTo(least);
  }
}
