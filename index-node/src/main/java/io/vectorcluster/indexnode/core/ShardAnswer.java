package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.Topology;

/** What a shard answers a coordinator. */
public sealed interface ShardAnswer<T> {
  /** Done. */
  record Answered<T>(T value) implements ShardAnswer<T> {}

  /** The caller's topology is older; here is the newer one, with which to begin again. */
  record StaleTopology<T>(Topology topology) implements ShardAnswer<T> {}

  /** Not done, and nothing was changed. */
  record Refused<T>(Outcome.Reason reason, String message) implements ShardAnswer<T> {}

  /** No answer: what was asked may or may not have been done. */
  record Unreachable<T>(String message) implements ShardAnswer<T> {}
}
