package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.HybridClock;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.DeletedPoint;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Numbers what a primary logs, in its time in office. */
final class PrimaryLog {
  private final Session session;
  private final HybridClock clock;
  private final StoreView store;
  private final WriteWindow writes;
  private final Rules rules;

  PrimaryLog(Session session, HybridClock clock, StoreView store, WriteWindow writes, Rules rules) {
    this.session = session;
    this.clock = clock;
    this.store = store;
    this.writes = writes;
    this.rules = rules;
  }

  /**
   * What a caller's changes have become.
   *
   * @param versions of the changes, in their order
   * @param fresh what was numbered now: not what was known as a retry (V4)
   * @param last sequence of the last entry that they rest on
   */
  record Taken(List<Version> versions, List<LoggedWrite> fresh, long last) {}

  Taken take(Event.Write write, ShardView view, long nowMs) {
    List<Version> versions = new ArrayList<>();
    List<LoggedWrite> fresh = new ArrayList<>();
    long last = 0;
    for (Event.Change change : write.changes()) {
      Optional<LogEntry> known =
          rules.keep(Rule.KNOW_RETRIES)
              ? writes
                  .find(write.request(), change.key())
                  .map(LogEntry::of)
                  .or(() -> store.logged(write.request(), change.key()))
              : Optional.empty();
      if (known.isPresent()) {
        versions.add(known.get().version());
        last = Math.max(last, known.get().position().sequence());
      } else {
        LoggedWrite entry = write(write.request(), change.key(), change.change(), view, nowMs);
        fresh.add(entry);
        versions.add(entry.version());
        last = Math.max(last, entry.position().sequence());
      }
    }
    return new Taken(versions, fresh, last);
  }

  Session session() {
    return session;
  }

  /** A write of this shard, stamped now. */
  LoggedWrite write(
      RequestId request, PointKey key, LoggedWrite.Change change, ShardView view, long nowMs) {
    long stamp = clock.next(nowMs);
    Version version = new Version(view.termOf(key.slot()), stamp, session.incarnation());
    return number(new LoggedWrite(next(), nowMs, request, key, version, change));
  }

  /** A write that another shard has stamped. */
  LoggedWrite take(LoggedWrite other, long nowMs) {
    clock.observe(other.effective().version().clock());
    return number(other.moved(next(), nowMs));
  }

  /** The end of a tombstone. */
  LoggedWrite purge(DeletedPoint deleted, long nowMs) {
    return number(LoggedWrite.purge(next(), nowMs, deleted.key(), deleted.version()));
  }

  private LogPosition next() {
    return new LogPosition(session.term(), writes.logged().sequence() + 1);
  }

  private LoggedWrite number(LoggedWrite entry) {
    writes.add(entry);
    return entry;
  }
}
