package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.Topology;
import java.util.function.Function;

/** What a shard answers a coordinator. */
public sealed interface ShardAnswer<T> {
  /** What follows from the value; every other answer stays as it is. */
  default <R> ShardAnswer<R> then(Function<? super T, ShardAnswer<R>> next) {
    return switch (this) {
      case Answered<T>(T value) -> next.apply(value);
      case StaleTopology<T>(Topology topology) -> new StaleTopology<>(topology);
      case Refused<T>(Outcome.Reason reason, String message) -> new Refused<>(reason, message);
      case Unreachable<T>(String message) -> new Unreachable<>(message);
    };
  }

  /** Done. */
  record Answered<T>(T value) implements ShardAnswer<T> {}

  /** The caller's topology is older; here is the newer one, with which to begin again. */
  record StaleTopology<T>(Topology topology) implements ShardAnswer<T> {}

  /** Not done, and nothing was changed. */
  record Refused<T>(Outcome.Reason reason, String message) implements ShardAnswer<T> {}

  /** No answer: what was asked may or may not have been done. */
  record Unreachable<T>(String message) implements ShardAnswer<T> {}
}
