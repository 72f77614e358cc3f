package io.vectorcluster.indexnode.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One thing that goes wrong. The faults of a seed are a list that is made before the run, so that a
 * run can be repeated with fewer of them.
 *
 * @param node whom it strikes; at a moment, {@link #THE_PRIMARY} for whoever is
 * @param other of whom it is cut off
 * @param lastsMs until it is over: a killed process is started again; of damage, which record; of a
 *     record that is set back, by how many writes
 */
public record Fault(When when, Kind kind, int node, int other, long lastsMs) {
  static final int THE_PRIMARY = -1;

  /** Whoever the moment is of. */
  static final int THE_VICTIM = -2;

  private static final int OVERTAKEN_READS = 20;
  private static final int READS_PER_POWER_CUT = 2;
  private static final int COPIED_SLOTS = 800;
  private static final int NODES = Shape.ONE.nodes();
  private static final int MOMENTS = 60;

  public enum Kind {
    KILL,
    KILL_AND_LOSE_DISK,
    ISOLATE,
    CUT_ONE_WAY,
    SLOW_DISK,
    DAMAGE,
    PAUSE_OPERATOR,
    DELETE_RECORD,
    SET_RECORD_BACK,
    DRAIN,
    /** Another number of shards is asked for: {@code lastsMs}. */
    SCALE
  }

  public sealed interface When {
    record At(long ms) implements When {}

    /** After the n-th time that something happened after which a kill is likely to hurt. */
    record Moment(int number, long laterMs) implements When {}

    /** While a store is made equal: with its n-th slot of the run. */
    record Copied(int number, long laterMs) implements When {}

    /**
     * Right after the n-th strong read that was answered with what was written while it waited:
     * that must not be lost.
     */
    record Answered(int number, long laterMs) implements When {}
  }

  /** Other numbers of shards are asked for, also while slots are under way. */
  static List<Fault> scales(long seed, long untilMs, Shape shape) {
    Random random = new Random(seed * 31 + 37);
    List<Fault> faults = new ArrayList<>();
    for (long at = random.nextInt(3_000); at < untilMs; at += 500 + random.nextInt(9_000)) {
      int shards = 1 + random.nextInt(shape.most());
      faults.add(new Fault(new When.At(at), Kind.SCALE, 0, 0, shards));
    }
    return List.copyOf(faults);
  }

  /** The faults of a seed. */
  public static List<Fault> drawn(long seed, long untilMs) {
    return drawn(seed, untilMs, NODES);
  }

  static List<Fault> drawn(long seed, long untilMs, int nodes) {
    Random random = new Random(seed * 31 + 7);
    List<Fault> faults = new ArrayList<>();
    for (long at = gap(random); at < untilMs; at += gap(random)) {
      faults.add(struck(at, random, nodes));
    }
    for (int moment = 0; moment < MOMENTS; moment++) {
      if (random.nextInt(3) == 0) {
        int victim = random.nextInt(3) == 0 ? random.nextInt(nodes) : THE_PRIMARY;
        When when = new When.Moment(moment, random.nextInt(400));
        faults.add(new Fault(when, Kind.KILL, victim, moment, away(random)));
      }
    }
    return List.copyOf(faults);
  }

  /** Whether records are damaged in the runs of a seed: in two of five. */
  static boolean damages(long seed) {
    long rest = Math.floorMod(seed, 5L);
    return rest == 1 || rest == 3;
  }

  /** Records of a seed that are damaged on some disk. */
  static List<Fault> damage(long seed, long untilMs) {
    Random random = new Random(seed * 31 + 11);
    List<Fault> faults = new ArrayList<>();
    for (long at = gap(random); damages(seed) && at < untilMs; at += 2 * gap(random)) {
      faults.add(
          new Fault(
              new When.At(at),
              Kind.DAMAGE,
              random.nextInt(NODES),
              random.nextInt(NODES + 1),
              random.nextInt(1_000)));
    }
    return List.copyOf(faults);
  }

  /** The least age of tombstones that go in the runs of a seed. */
  static Duration grace(long seed) {
    long[] grace = {300, 1_000, 3_000};
    return Duration.ofMillis(grace[(int) Math.floorMod(seed, (long) grace.length)]);
  }

  /** In one seed of four nobody is there for longer than that. */
  static List<Fault> blackout(long seed, long untilMs) {
    Random random = new Random(seed * 31 + 13);
    long at = random.nextLong(untilMs);
    return Math.floorMod(seed, 4L) == 1
        ? IntStream.range(0, NODES)
            .mapToObj(
                node ->
                    new Fault(
                        new When.At(at),
                        Kind.KILL,
                        node,
                        0,
                        grace(seed).toMillis() + 200 + random.nextInt(1_500)))
            .toList()
        : List.of();
  }

  /** What people do to the record of a seed, and pods that are drained. */
  static List<Fault> ofTheOperator(long seed, long untilMs) {
    Random random = new Random(seed * 31 + 17);
    List<Fault> faults = new ArrayList<>();
    boolean record = Math.floorMod(seed, 3L) == 1;
    boolean drains = Math.floorMod(seed, 3L) == 2;
    for (long at = gap(random); (record || drains) && at < untilMs; at += 3 * gap(random)) {
      faults.add(drains ? drained(at, random) : lost(new When.At(at), random));
    }
    for (int moment = 0; record && moment < MOMENTS; moment++) {
      if (random.nextInt(6) == 0) {
        faults.add(
            lost(new When.Moment(moment, Simulation.SETTLED_MS + random.nextInt(300)), random));
      }
    }
    return List.copyOf(faults);
  }

  /** Whether logs are short in the runs of a seed, and stores killed while they are made equal. */
  static boolean killsCopies(long seed) {
    return Math.floorMod(seed, 4L) == 2;
  }

  /** Kills of stores that are being made equal, in one seed of four. */
  static List<Fault> duringCopies(long seed) {
    Random random = new Random(seed * 31 + 19);
    List<Fault> faults = new ArrayList<>();
    for (int slot = 0; killsCopies(seed) && slot < COPIED_SLOTS; slot++) {
      if (random.nextInt(8) == 0) {
        // Back soon, to a primary that still is what it was.
        When when = new When.Copied(slot, random.nextInt(20));
        faults.add(new Fault(when, Kind.KILL, THE_VICTIM, 0, 50 + random.nextInt(400)));
      }
    }
    return List.copyOf(faults);
  }

  /** Primaries that are cut off from all others, but not from clients: in one seed of four. */
  static List<Fault> primariesCutOff(long seed, long untilMs) {
    Random random = new Random(seed * 31 + 29);
    List<Fault> faults = new ArrayList<>();
    for (long at = gap(random);
        Math.floorMod(seed, 4L) == 3 && at < untilMs;
        at += 3_000 + random.nextInt(5_000)) {
      faults.add(
          new Fault(new When.At(at), Kind.ISOLATE, THE_PRIMARY, 0, 2_500 + random.nextInt(3_000)));
    }
    return List.copyOf(faults);
  }

  /**
   * The power goes after a strong read, in one seed of four, and whoever has answered it comes back
   * last: what counts is what had reached the disks of the others.
   */
  static List<Fault> powerCuts(long seed) {
    Random random = new Random(seed * 31 + 23);
    List<Fault> faults = new ArrayList<>();
    for (int read = 0; Math.floorMod(seed, 4L) == 0 && read < OVERTAKEN_READS; read++) {
      if (random.nextInt(READS_PER_POWER_CUT) == 0) {
        When when = new When.Answered(read, random.nextInt(2));
        faults.add(new Fault(when, Kind.KILL, THE_VICTIM, 0, 4_000));
        for (int node = 0; node < NODES; node++) {
          faults.add(new Fault(when, Kind.KILL, node, 0, 50 + random.nextInt(300)));
        }
      }
    }
    return List.copyOf(faults);
  }

  private static Fault drained(long at, Random random) {
    int node = random.nextInt(NODES + 1) - 1;
    return new Fault(new When.At(at), Kind.DRAIN, node, 0, 300 + random.nextInt(1_500));
  }

  private static Fault lost(When when, Random random) {
    return random.nextInt(3) == 0
        ? new Fault(when, Kind.SET_RECORD_BACK, 0, 0, 1 + random.nextInt(4))
        : new Fault(when, Kind.DELETE_RECORD, 0, 0, 0);
  }

  private static long gap(Random random) {
    return 200L + random.nextInt(2_000);
  }

  private static long away(Random random) {
    return random.nextInt(3) == 0 ? 4_000 : 50 + random.nextInt(1_500);
  }

  private static Fault struck(long at, Random random, int nodes) {
    Kind kind =
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> Kind.KILL;
          case 3 -> Kind.KILL_AND_LOSE_DISK;
          case 4 -> Kind.ISOLATE;
          case 5 -> Kind.CUT_ONE_WAY;
          case 6 -> Kind.SLOW_DISK;
          default -> Kind.PAUSE_OPERATOR;
        };
    long lasts =
        switch (kind) {
          case KILL, KILL_AND_LOSE_DISK -> away(random);
          case ISOLATE -> 500 + random.nextInt(5_000);
          case CUT_ONE_WAY -> 500 + random.nextInt(4_000);
          case SLOW_DISK -> 500 + random.nextInt(3_000);
          case DAMAGE, PAUSE_OPERATOR, DELETE_RECORD, SET_RECORD_BACK, DRAIN, SCALE ->
              300 + random.nextInt(4_000);
        };
    return new Fault(
        new When.At(at), kind, random.nextInt(nodes), random.nextInt(nodes + 1), lasts);
  }
}
