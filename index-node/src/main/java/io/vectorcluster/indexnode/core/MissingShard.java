package io.vectorcluster.indexnode.core;

/** What becomes of a search when a shard does not answer. */
public enum MissingShard {
  /** It fails. */
  FAIL,
  /** The other shards' hits are better than none; the answer says how many shards it lacks. */
  PARTIAL
}
