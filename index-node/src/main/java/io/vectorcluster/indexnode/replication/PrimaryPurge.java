package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.core.HybridClock;
import io.vectorcluster.indexnode.store.DeletedPoint;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Numbers the end of old tombstones (V5): of deletes that every member holds, joiners included, and
 * that are old enough by this primary's clock. Entries of the log like any write, so that replicas
 * at one position hold the same, whatever is away or comes back; some at a time.
 */
final class PrimaryPurge {
  /** Entries of one round; the next one begins when these are acknowledged. */
  private static final int MOST = 512;

  /** A store with many young tombstones is not to be looked through all the time. */
  private static final long LEAST_REST_MS = 100;

  private static final long MOST_REST_MS = 10_000;

  private final StoreView store;
  private final WriteWindow writes;
  private final PrimaryLog log;
  private final Peers peers;
  private final Rules rules;
  private long last;
  private long restsUntil;

  PrimaryPurge(StoreView store, WriteWindow writes, PrimaryLog log, Peers peers, Rules rules) {
    this.store = store;
    this.writes = writes;
    this.log = log;
    this.peers = peers;
    this.rules = rules;
  }

  /**
   * The entries of a round, numbered; none while the former one is not acknowledged.
   *
   * @param open whether tombstones of a slot may go
   */
  List<LoggedWrite> due(
      Collection<StoreId> others, Durability asked, IntPredicate open, long nowMs) {
    long held = Math.min(writes.committed(), peers.held(others));
    if (nowMs < restsUntil
        || writes.committed() < last
        || (held == 0 && rules.keep(Rule.PURGE_WHAT_ALL_HOLD))) {
      return List.of();
    }
    long oldest = HybridClock.stampOf(Math.max(0, nowMs - asked.gcGrace().toMillis()));
    List<LoggedWrite> entries = new ArrayList<>();
    for (DeletedPoint deleted : store.oldTombstones(oldest, MOST)) {
      boolean allHold = isHeld(deleted.position().sequence(), held);
      boolean may = open.test(deleted.key().slot());
      if (may && (allHold || !rules.keep(Rule.PURGE_WHAT_ALL_HOLD))) {
        LoggedWrite entry = log.purge(deleted, nowMs);
        entries.add(entry);
        last = entry.position().sequence();
      }
    }
    long rest = Math.clamp(asked.gcGrace().toMillis() / 10, LEAST_REST_MS, MOST_REST_MS);
    restsUntil = entries.isEmpty() ? nowMs + rest : nowMs;
    return entries;
  }

  /**
   * Whether all that are equal to this primary have it. What is numbered above all that this
   * session has numbered is of one before, which they were made equal to: a primary may go on below
   * its highest record, if it was promoted while it was made equal itself.
   */
  private boolean isHeld(long sequence, long held) {
    return sequence <= held || sequence > writes.logged().sequence();
  }
}
