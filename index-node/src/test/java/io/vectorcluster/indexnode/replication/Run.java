package io.vectorcluster.indexnode.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A finished run, and what went wrong in it. */
record Run(long seed, Planted planted, List<Fault> faults, Optional<String> wrong, Simulation end) {
  private static final int LAST_LINES = 40;
  private static final int MOST_CHARACTERS = 600;

  static Run of(long seed, Planted planted) {
    List<Fault> faults = new ArrayList<>(Fault.drawn(seed, Simulation.LOAD_MS));
    faults.addAll(Fault.damage(seed, Simulation.LOAD_MS));
    faults.addAll(Fault.blackout(seed, Simulation.LOAD_MS));
    return of(seed, planted, List.copyOf(faults), false);
  }

  /** The first run that shows a mistake. */
  static Optional<Run> finding(Planted planted, long mostSeeds) {
    return LongStream.rangeClosed(1, mostSeeds)
        .mapToObj(seed -> of(seed, planted))
        .filter(run -> run.wrong().isPresent())
        .findFirst();
  }

  private static Run of(long seed, Planted planted, List<Fault> faults, boolean logging) {
    Simulation simulation = new Simulation(seed, planted, faults, logging);
    Optional<String> wrong;
    try {
      wrong = simulation.run();
    } catch (RuntimeException | AssertionError e) {
      wrong = Optional.of(e.toString());
    }
    return new Run(seed, planted, faults, wrong, simulation);
  }

  /** The same failure by as few faults as possible. */
  Run shrunk() {
    List<Fault> fewest =
        Shrinker.shrink(faults, some -> of(seed, planted, some, false).wrong().isPresent());
    return of(seed, planted, fewest, true);
  }

  /** What whoever looks for the mistake wants to know; only of a shrunk run. */
  String story() {
    List<String> lines = end.world.said();
    return "seed %d (%s): %s%nfaults:%n%s%nlast lines:%n%s"
        .formatted(
            seed,
            planted,
            brief(wrong.orElse("nothing wrong")),
            faults.stream().map(fault -> "  " + fault).collect(Collectors.joining("\n")),
            lines.stream()
                .skip(Math.max(0, lines.size() - LAST_LINES))
                .map(line -> "  " + line)
                .collect(Collectors.joining("\n")));
  }

  static String brief(String text) {
    return text.substring(0, Math.min(MOST_CHARACTERS, text.length()));
  }
}
