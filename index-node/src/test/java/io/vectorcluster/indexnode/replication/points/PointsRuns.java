package io.vectorcluster.indexnode.replication.points;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.replication.Fault;
import io.vectorcluster.indexnode.replication.Shrinker;
import io.vectorcluster.indexnode.replication.SimulatedWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Runs of a simulation, by their seeds. */
public final class PointsRuns {
  private static final int MOST_SEEDS_FOR_A_MISTAKE = 1_000;

  /** Makes the simulation of a seed. */
  public interface Maker {
    PointsSimulation<?> make(long seed, Mistake mistake, List<Fault> faults);
  }

  /** A finished run; not its stores, many are kept at a time. */
  private record Run(
      long seed,
      Optional<String> wrong,
      SimulatedMarks marks,
      int messages,
      int operations,
      int struck,
      long logHash) {}

  private final String mode;
  private final Maker maker;

  public PointsRuns(String mode, Maker maker) {
    this.mode = mode;
    this.maker = maker;
  }

  private Run run(long seed, Mistake mistake, List<Fault> faults) {
    PointsSimulation<?> simulation = maker.make(seed, mistake, faults);
    Optional<String> wrong = simulation.run();
    SimulatedWorld world = simulation.world;
    return new Run(
        seed,
        wrong,
        simulation.marks,
        world.delivered,
        simulation.operations,
        simulation.struck,
        world.logHash());
  }

  private Run run(long seed, Mistake mistake) {
    return run(seed, mistake, Fault.drawn(seed, PointsSimulation.LOAD_MS));
  }

  /** Nothing goes wrong in any of the seeds, and all of the marks are reached in some. */
  public void holdFor(long seeds, long first, String... marks) {
    SimulatedMarks reached = new SimulatedMarks();
    List<Integer> messages = new ArrayList<>();
    List<Integer> operations = new ArrayList<>();
    List<Integer> struck = new ArrayList<>();
    LongStream.range(first, first + seeds)
        .parallel()
        .mapToObj(seed -> run(seed, Mistake.NONE))
        .forEachOrdered(
            run -> {
              assertThat(run.wrong()).as(() -> shrunk(run.seed())).isEmpty();
              reached.addAll(run.marks());
              messages.add(run.messages());
              operations.add(run.operations());
              struck.add(run.struck());
            });
    System.out.printf(
        "%s, %d seeds from %d: messages %d, operations %d, faults %d (medians); %s%n",
        mode, seeds, first, median(messages), median(operations), median(struck), reached.counts());
    assertThat(median(messages)).isGreaterThanOrEqualTo(2_000);
    assertThat(median(operations)).isGreaterThanOrEqualTo(200);
    assertThat(median(struck)).isGreaterThanOrEqualTo(5);
    assertThat(reached.counts()).containsKeys(marks);
  }

  private String shrunk(long seed) {
    List<Fault> all = Fault.drawn(seed, PointsSimulation.LOAD_MS);
    return "seed %d, faults %s"
        .formatted(
            seed, Shrinker.shrink(all, some -> run(seed, Mistake.NONE, some).wrong().isPresent()));
  }

  /** A run depends on its seed alone. */
  public void areTheSameTwice(long seeds) {
    for (long seed = 1; seed <= seeds; seed++) {
      assertThat(run(seed, Mistake.NONE).logHash())
          .as("seed %d", seed)
          .isEqualTo(run(seed, Mistake.NONE).logHash());
    }
  }

  /** Some seed shows the mistake. */
  public void find(Mistake mistake) {
    Optional<Run> found =
        LongStream.rangeClosed(1, MOST_SEEDS_FOR_A_MISTAKE)
            .mapToObj(seed -> run(seed, mistake))
            .filter(run -> run.wrong().isPresent())
            .findFirst();

    assertThat(found).as("%s is found by %d seeds", mistake, MOST_SEEDS_FOR_A_MISTAKE).isPresent();
    System.out.printf("%s %5d  %s%n", mode, found.orElseThrow().seed(), mistake);
  }

  /** What a seed once found is mended, and would be found again. */
  public void remember(long seed, Mistake mended) {
    assertThat(run(seed, Mistake.NONE).wrong()).as("seed %d", seed).isEmpty();
    assertThat(run(seed, mended).wrong()).as("seed %d, %s", seed, mended).isPresent();
  }

  private static int median(List<Integer> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
