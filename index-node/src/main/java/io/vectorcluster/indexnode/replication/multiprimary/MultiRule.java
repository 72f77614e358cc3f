package io.vectorcluster.indexnode.replication.multiprimary;

import org.jspecify.annotations.Nullable;

/** Rules that tests break on purpose, one at a time, to see that their checks find it. */
enum MultiRule {
  /** M1: a write is acknowledged when it is on this disk. */
  ACKNOWLEDGE_DURABLE,
  /** M1: what another does not have is shipped again. */
  SHIP_UNTIL_HELD,
  /** M1: replicas that have nothing to ship say so by the tick only. */
  BE_SILENT_AT_REST,
  /** V2: received stamps are taken. */
  TAKE_STAMPS,
  /** V5: later stamps are above a promise, also after a restart. */
  REMEMBER_PROMISE,
  /** V5: tombstones go below the floor, not by their age. */
  PURGE_BELOW_FLOOR;

  /** The rules that are kept. */
  record Kept(@Nullable MultiRule broken) {
    static final Kept ALL = new Kept(null);

    boolean keep(MultiRule rule) {
      return rule != broken;
    }
  }
}
