package io.vectorcluster.indexnode.replication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A long run of the simulation on all cores: {@code SimulationCommand SEEDS FIRST}. Prints what a
 * report says, in Markdown; exit code 1 if a seed fails or a planted mistake is not found.
 */
final class SimulationCommand {
  private static final long BATCH = 10_000;
  private static final int MOST_STORIES = 5;
  private static final long MOST_SEEDS_FOR_A_MISTAKE = 1_000;

  private final Figures figures = new Figures();
  private final List<Run> failed = new ArrayList<>();

  private SimulationCommand() {}

  static void main(String[] arguments) {
    long seeds = Long.parseLong(arguments[0]);
    long first = Long.parseLong(arguments[1]);
    SimulationCommand command = new SimulationCommand();
    long begun = System.nanoTime();
    for (long from = first; from < first + seeds; from += BATCH) {
      command.run(from, Math.min(from + BATCH, first + seeds));
      System.err.printf("seeds to %d: %d failed%n", from + BATCH, command.failed.size());
    }
    double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
    command.tell(seeds, first, seconds);
    boolean all = tellPlanted();
    System.exit(command.failed.isEmpty() && all ? 0 : 1);
  }

  private void run(long from, long to) {
    LongStream.range(from, to)
        .parallel()
        .mapToObj(seed -> Run.of(seed, Planted.NONE))
        .forEachOrdered(
            run -> {
              figures.add(run.end());
              if (run.wrong().isPresent()) {
                failed.add(run);
              }
            });
  }

  private void tell(long seeds, long first, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "%,d seeds from %d in %,.0f s, %.0f a second. Medians of a seed: %,d messages delivered,"
            + " %d operations of clients, %d faults. **%d seeds failed.**%n%n",
        seeds,
        first,
        seconds,
        seeds / seconds,
        figures.messages(),
        figures.operations(),
        figures.faults(),
        failed.size());
    failed.stream()
        .limit(MOST_STORIES)
        .forEach(run -> System.out.printf("```%n%s%n```%n%n", run.shrunk().story()));
    System.out.printf("| state | reached |%n| --- | --- |%n");
    for (Marks.Mark mark : Marks.Mark.values()) {
      System.out.printf(
          Locale.ROOT, "| %s | %,d |%n", words(mark.name()), figures.marks.count(mark));
    }
  }

  private static boolean tellPlanted() {
    List<Planted> all = Planted.all();
    List<Long> seeds =
        all.parallelStream()
            .map(planted -> Run.finding(planted, MOST_SEEDS_FOR_A_MISTAKE))
            .map(found -> found.map(Run::seed).orElse(0L))
            .toList();
    System.out.printf("%n| planted mistake | found by seed |%n| --- | --- |%n");
    for (int i = 0; i < all.size(); i++) {
      System.out.printf(
          "| %s | %s |%n",
          words(all.get(i).name()), seeds.get(i) == 0 ? "**not found**" : seeds.get(i));
    }
    return !seeds.contains(0L);
  }

  private static String words(String name) {
    return Arrays.stream(name.split("_", -1))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }
}
