package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Coverage;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The shards' answers to a read, taken together. */
sealed interface Gathered<T> {

  /** Enough answered. */
  record Enough<T>(List<T> answers, Coverage coverage) implements Gathered<T> {}

  /** Begin again with this topology, if it is newer. */
  record Stale<T>(Topology topology) implements Gathered<T> {}

  /** A shard knows that the collection is gone: ask the catalog's keeper. */
  record Unknown<T>() implements Gathered<T> {}

  record Failed<T>(Reason reason, String message) implements Gathered<T> {}

  /**
   * Takes replies together.
   *
   * @param shards how many shards there are to ask
   * @param allowPartial whether an answer of some shards will do
   */
  static <T> Gathered<T> of(List<FanOut.Reply<T>> replies, int shards, boolean allowPartial) {
    List<T> answers = new ArrayList<>();
    Set<ShardId> missing = new HashSet<>();
    List<Failed<T>> failures = new ArrayList<>();
    boolean unknown = false;
    for (FanOut.Reply<T> reply : replies) {
      ShardId shard = reply.entry().id();
      switch (reply.answer()) {
        case ShardAnswer.Answered<T>(T value) -> answers.add(value);
        case ShardAnswer.StaleTopology<T>(Topology topology) -> {
          return new Stale<>(topology);
        }
        case ShardAnswer.Refused<T>(Reason reason, String message) -> {
          unknown |= reason == Reason.NOT_FOUND;
          if (mayBeMissed(reason)) {
            missing.add(shard);
          }
          failures.add(new Failed<>(reason, "shard %s: %s".formatted(shard, message)));
        }
        case ShardAnswer.Unreachable<T>(String message) -> {
          missing.add(shard);
          failures.add(
              new Failed<>(
                  Reason.UNAVAILABLE, "shard %s does not answer: %s".formatted(shard, message)));
        }
      }
    }
    if (unknown) {
      return new Unknown<>();
    }
    boolean enough = allowPartial && failures.size() == missing.size() && !answers.isEmpty();
    return failures.isEmpty() || enough
        ? new Enough<>(answers, new Coverage(shards, missing))
        : failures.getFirst();
  }

  /** Whether another try could have been answered, so that an answer without it is partial. */
  private static boolean mayBeMissed(Reason reason) {
    return switch (reason) {
      case UNAVAILABLE, OVERLOADED, TIMEOUT -> true;
      case BAD_REQUEST, INVALID, NOT_FOUND, CONFLICT, FORBIDDEN, STORAGE_FULL -> false;
    };
  }
}
