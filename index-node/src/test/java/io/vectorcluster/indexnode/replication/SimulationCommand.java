package io.vectorcluster.indexnode.replication;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A long run of the simulation: {@code SimulationCommand KIND SEEDS FIRST PLANTED_WITHIN}, on as
 * many threads as the common pool has; the kind is "replicas" or "moves". Prints what a report
 * says, in Markdown. Exit code 1 at the first seed that fails, which is told with as few faults as
 * possible, or if a planted mistake is not found.
 */
final class SimulationCommand {
  private static final long PORTION = 2_000;

  private final Figures figures = new Figures();
  private final long begun = System.nanoTime();
  private final boolean moves;
  private final long seeds;
  private final long first;
  private final long plantedWithin;

  private SimulationCommand(boolean moves, long seeds, long first, long plantedWithin) {
    this.moves = moves;
    this.seeds = seeds;
    this.first = first;
    this.plantedWithin = plantedWithin;
  }

  static void main(String[] arguments) {
    SimulationCommand command =
        new SimulationCommand(
            arguments[0].equals("moves"),
            Long.parseLong(arguments[1]),
            Long.parseLong(arguments[2]),
            Long.parseLong(arguments[3]));
    System.exit(command.run() ? 0 : 1);
  }

  private boolean run() {
    for (long from = first; from < first + seeds; from += PORTION) {
      long to = Math.min(from + PORTION, first + seeds);
      Optional<Run> failed = run(from, to);
      double seconds = seconds();
      System.err.printf(
          Locale.ROOT,
          "%,d of %,d seeds, %,.0f s, %.0f a second%n",
          to - first,
          seeds,
          seconds,
          (to - first) / seconds);
      if (failed.isPresent()) {
        tell(to - first, seconds);
        System.out.printf(
            "%n**Seed %d fails.**%n%n```%n%s%n```%n",
            failed.get().seed(), failed.get().shrunk().story());
        return false;
      }
    }
    tell(seeds, seconds());
    System.out.printf("%nNo seed failed.%n");
    return plantedWithin == 0 || tellPlanted();
  }

  /** The first that fails; those after it count as well. */
  private Optional<Run> run(long from, long to) {
    List<Run> runs = LongStream.range(from, to).parallel().mapToObj(this::run).toList();
    runs.forEach(run -> figures.add(run.trace()));
    return runs.stream().filter(run -> run.wrong().isPresent()).findFirst();
  }

  private Run run(long seed) {
    return moves ? Run.moving(seed, Planted.NONE) : Run.of(seed, Planted.NONE);
  }

  private double seconds() {
    return (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  private void tell(long done, double seconds) {
    System.out.printf(
        Locale.ROOT,
        "%,d seeds from %d in %,.0f s, %.0f a second. Medians of a seed: %,d messages delivered,"
            + " %d operations of clients, %d faults.%n%n",
        done,
        first,
        seconds,
        done / seconds,
        figures.messages(),
        figures.operations(),
        figures.faults());
    System.out.printf("| state | reached |%n| --- | --- |%n");
    for (Marks.Mark mark : Marks.Mark.values()) {
      if (moves == mark.isOfMoves()) {
        System.out.printf(
            Locale.ROOT, "| %s | %,d |%n", words(mark.name()), figures.marks.count(mark));
      }
    }
  }

  private boolean tellPlanted() {
    List<Planted> all = moves ? Planted.ofMoves() : Planted.all();
    List<Long> seeds =
        all.parallelStream()
            .map(planted -> Run.finding(planted, plantedWithin))
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
