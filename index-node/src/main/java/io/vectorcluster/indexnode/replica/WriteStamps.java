package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.HybridClock;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.StorePosition;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotHash;
import io.vectorcluster.topology.Topology;

/**
 * Numbers and stamps a shard's writes (protocol V1, V2, P1). Belongs to the apply thread.
 *
 * <p>The log's term is the highest term of the shard's slots: whenever another primary begins to
 * number, its slots were opened anew at that epoch. It never falls, though the slot with the
 * highest term may leave.
 */
final class WriteStamps {
  private final ShardId shard;
  private final long incarnation;
  private final HybridClock clock;
  private LogPosition last;

  WriteStamps(ShardId shard, long incarnation, StorePosition stored) {
    this.shard = shard;
    this.incarnation = incarnation;
    this.clock = new HybridClock(stored.highestClock());
    this.last = stored.last();
  }

  LogPosition last() {
    return last;
  }

  /** Whether the shard owns the slot of every change, by the node's own topology. */
  boolean owns(ApplyCommand.Write write, Topology topology) {
    return write.changes().stream()
        .allMatch(
            change -> {
              int slot = SlotHash.slot(change.id(), topology.sharding().slots());
              return topology.assignment().owner(slot).equals(shard);
            });
  }

  /** The term of the log under a topology. */
  long term(Topology topology) {
    long highest = last.term();
    for (int slot : topology.assignment().slotsOf(shard)) {
      highest = Math.max(highest, topology.terms().term(slot));
    }
    return highest;
  }

  LoggedWrite next(
      ApplyCommand.Write write,
      ApplyCommand.Encoded change,
      Topology topology,
      long term,
      long nowMs) {
    int slot = SlotHash.slot(change.id(), topology.sharding().slots());
    last = new LogPosition(term, last.sequence() + 1);
    Version version = new Version(topology.terms().term(slot), clock.next(nowMs), incarnation);
    PointKey key = new PointKey(write.collection(), slot, change.id());
    return new LoggedWrite(last, nowMs, write.request(), key, version, change.change());
  }

  /** Forgets numbers that were given to writes which were then not stored. */
  void backTo(LogPosition stored) {
    last = stored;
  }
}
