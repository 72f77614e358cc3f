package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.ReadPolicy.Prefer;
import io.vectorcluster.topology.Member;
import java.util.Comparator;
import java.util.List;

/**
 * In which order the replicas of a shard are asked. Those that just failed come last and, where
 * nobody is the primary, those that are not in sync come after the others, whatever is preferred.
 */
final class ReplicaOrder {
  /** Latency weighs more: it rises with load, that of other coordinators too. */
  private static final double LOAD_SHARE = 0.3;

  private static final double LATENCY_SHARE = 0.7;

  private ReplicaOrder() {}

  /**
   * A replica that may answer.
   *
   * @param own whether it is the store of this process
   * @param near whether it is known to be in this node's zone
   */
  record Candidate(
      Member member,
      boolean suspect,
      boolean inSync,
      boolean own,
      boolean near,
      ReplicaLoads.Load load) {}

  /**
   * The best first; of equal ones, those that were not asked for longest.
   *
   * @param threads of a store, by which it answers so many calls at the same time
   */
  static List<Member> of(Prefer prefer, int threads, List<Candidate> candidates) {
    return candidates.stream()
        .sorted(
            Comparator.comparing(Candidate::suspect)
                .thenComparing(candidate -> !candidate.inSync())
                .thenComparing(preferred(prefer, threads, candidates))
                .thenComparingLong(candidate -> candidate.load().lastAsked()))
        .map(Candidate::member)
        .toList();
  }

  private static Comparator<Candidate> preferred(
      Prefer prefer, int threads, List<Candidate> candidates) {
    // Another node costs a call over the network: not before a call would wait for a thread here.
    Comparator<Candidate> leastLoaded =
        Comparator.<Candidate>comparingInt(candidate -> waits(candidate, threads))
            .thenComparing(candidate -> !candidate.own())
            .thenComparingInt(candidate -> candidate.load().outstanding());
    return switch (prefer) {
      case LEAST_LOADED -> leastLoaded;
      case LOWEST_LATENCY -> lowestLatency(candidates).thenComparing(leastLoaded);
      case ROUND_ROBIN -> Comparator.comparingLong(candidate -> candidate.load().lastAsked());
      case SAME_ZONE ->
          Comparator.<Candidate, Boolean>comparing(candidate -> !candidate.near())
              .thenComparing(leastLoaded);
    };
  }

  /** After how many others a call would get a thread. */
  private static int waits(Candidate candidate, int threads) {
    return Math.max(0, candidate.load().outstanding() - threads + 1);
  }

  private static Comparator<Candidate> lowestLatency(List<Candidate> candidates) {
    double mostLoad = candidates.stream().mapToInt(c -> c.load().outstanding()).max().orElse(0);
    double mostLatency = candidates.stream().mapToDouble(c -> c.load().latencyMs()).max().orElse(0);
    return Comparator.comparingDouble(
        candidate ->
            LOAD_SHARE * share(candidate.load().outstanding(), mostLoad)
                + LATENCY_SHARE * share(candidate.load().latencyMs(), mostLatency));
  }

  private static double share(double value, double most) {
    return most == 0 ? 0 : value / most;
  }
}
