package io.vectorcluster.indexnode.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** A finished run, and what went wrong in it. */
record Run(
    Shape shape,
    long seed,
    Planted planted,
    List<Fault> faults,
    Optional<String> wrong,
    Trace trace) {

  /**
   * What is left of a run: not its stores, many runs are kept at a time.
   *
   * @param struck faults that did
   * @param logHash the same for two runs of a seed
   * @param said the lines that tell the story, if they were wanted
   */
  record Trace(
      Marks marks, int messages, int operations, int struck, long logHash, List<String> said) {
    static Trace of(Simulation end) {
      return new Trace(
          end.marks,
          end.world.delivered,
          end.operations(),
          end.faults.struck(),
          end.world.logHash(),
          List.copyOf(end.world.said()));
    }
  }

  private static final int LAST_LINES = 40;
  private static final int MOST_CHARACTERS = 600;

  static Run of(long seed, Planted planted) {
    List<Fault> faults = new ArrayList<>(Fault.drawn(seed, Simulation.LOAD_MS));
    faults.addAll(Fault.damage(seed, Simulation.LOAD_MS));
    faults.addAll(Fault.blackout(seed, Simulation.LOAD_MS));
    faults.addAll(Fault.ofTheOperator(seed, Simulation.LOAD_MS));
    faults.addAll(Fault.duringCopies(seed));
    faults.addAll(Fault.powerCuts(seed));
    faults.addAll(Fault.primariesCutOff(seed, Simulation.LOAD_MS));
    return of(Shape.ONE, seed, planted, List.copyOf(faults), false);
  }

  /** Of a cluster whose shards come and go. */
  static Run moving(long seed, Planted planted) {
    Shape shape = Shape.MOVING;
    List<Fault> faults = new ArrayList<>(Fault.scales(seed, Simulation.LOAD_MS, shape));
    faults.addAll(Fault.drawn(seed, Simulation.LOAD_MS, shape.nodes()));
    return of(shape, seed, planted, List.copyOf(faults), false);
  }

  /** The first run that shows a mistake. */
  static Optional<Run> finding(Planted planted, long mostSeeds) {
    boolean ofMoves = planted.isOfMoves();
    return LongStream.rangeClosed(1, mostSeeds)
        .mapToObj(seed -> ofMoves ? moving(seed, planted) : of(seed, planted))
        .filter(run -> run.wrong().isPresent())
        .findFirst();
  }

  private static Run of(
      Shape shape, long seed, Planted planted, List<Fault> faults, boolean logging) {
    Simulation simulation = new Simulation(shape, seed, planted, faults, logging);
    Optional<String> wrong;
    try {
      wrong = simulation.run();
    } catch (RuntimeException | AssertionError e) {
      wrong = Optional.of(e.toString());
    }
    return new Run(shape, seed, planted, faults, wrong, Trace.of(simulation));
  }

  /** The same failure by as few faults as possible. */
  Run shrunk() {
    List<Fault> fewest =
        Shrinker.shrink(faults, some -> of(shape, seed, planted, some, false).wrong().isPresent());
    return of(shape, seed, planted, fewest, true);
  }

  /** What whoever looks for the mistake wants to know; only of a shrunk run. */
  String story() {
    List<String> lines = trace.said();
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
