package io.vectorcluster.indexnode.replication;

/** How long replicas wait in the runs of a seed, and how much they send at once. */
final class SimulatedTiming {
  private static final long NEVER_MS = 1L << 40;

  private SimulatedTiming() {}

  /** Messages of few entries end where large ones do not: between a write and what overtakes it. */
  static Timing of(long seed) {
    int[] entries = {2, 256, 256, 256};
    int chosen = entries[(int) Math.floorMod(seed, (long) entries.length)];
    Timing usual = Timing.DEFAULT;
    return new Timing(
        usual.resend(),
        usual.heartbeat(),
        usual.memberSilent(),
        usual.primarySilent(),
        Fault.damages(seed) ? usual.compare() : NEVER_MS,
        chosen,
        // The network here overtakes at will: of many small messages under way most would be
        // wasted.
        chosen);
  }
}
