package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a primary has numbered: entries that are not yet durable here, and calls that are not yet
 * acknowledged.
 */
final class WriteWindow {

  /** Entries, and bytes of them, that may wait for the members; a single call may exceed them. */
  private static final int MAX_UNCOMMITTED = 16_384;

  private static final long MAX_UNCOMMITTED_BYTES = 64 << 20;

  /** A request's change of a point. */
  private record Change(RequestId request, PointKey key) {}

  private record Waiting(long call, List<Version> versions) {}

  private final Deque<LoggedWrite> onTheWay = new ArrayDeque<>();
  private final NavigableMap<Long, List<Waiting>> waiting = new TreeMap<>();

  /** Entries above {@link #committed}. */
  private final Deque<LoggedWrite> uncommitted = new ArrayDeque<>();

  private final Map<Change, LoggedWrite> changes = new HashMap<>();

  private long uncommittedBytes;
  private LogPosition logged;
  private LogPosition durable;
  private long committed;

  WriteWindow(LogPosition last) {
    this.logged = last;
    this.durable = last;
    this.committed = last.sequence();
  }

  LogPosition logged() {
    return logged;
  }

  LogPosition durable() {
    return durable;
  }

  long committed() {
    return committed;
  }

  /** Whether so much waits for the members that no more should be taken. */
  boolean isFull() {
    return uncommitted.size() >= MAX_UNCOMMITTED || uncommittedBytes >= MAX_UNCOMMITTED_BYTES;
  }

  private static long size(LoggedWrite entry) {
    return entry.change() instanceof LoggedWrite.Change.Upsert(PointContent content)
        ? content.sizeBytes()
        : 0;
  }

  void add(LoggedWrite entry) {
    uncommittedBytes += size(entry);
    onTheWay.add(entry);
    uncommitted.add(entry);
    changes.put(new Change(entry.request(), entry.key()), entry);
    logged = entry.position();
  }

  void await(long sequence, long call, List<Version> versions) {
    waiting.computeIfAbsent(sequence, any -> new ArrayList<>()).add(new Waiting(call, versions));
  }

  void persisted(LogPosition upTo) {
    durable = upTo;
    while (!onTheWay.isEmpty() && onTheWay.getFirst().position().sequence() <= upTo.sequence()) {
      onTheWay.removeFirst();
    }
  }

  /** Entries after a sequence that are not durable yet, from the first on. */
  List<LoggedWrite> onTheWay(long after, int most) {
    ArrayDeque<LoggedWrite> found = new ArrayDeque<>();
    // What is asked for is mostly what came last.
    Iterator<LoggedWrite> latest = onTheWay.descendingIterator();
    while (latest.hasNext()) {
      LoggedWrite entry = latest.next();
      if (entry.position().sequence() <= after) {
        break;
      }
      found.addFirst(entry);
      if (found.size() > most) {
        found.removeLast();
      }
    }
    return List.copyOf(found);
  }

  /** All entries above {@link #committed}. */
  List<LoggedWrite> uncommitted() {
    return List.copyOf(uncommitted);
  }

  /** Acknowledges everything up to a sequence. */
  void commit(long upTo, Step step) {
    committed = Math.max(committed, upTo);
    while (!uncommitted.isEmpty() && uncommitted.getFirst().position().sequence() <= committed) {
      LoggedWrite entry = uncommitted.removeFirst();
      uncommittedBytes -= size(entry);
      changes.remove(new Change(entry.request(), entry.key()), entry);
    }
    if (waiting.isEmpty() || waiting.firstKey() > committed) {
      return;
    }
    NavigableMap<Long, List<Waiting>> done = waiting.headMap(committed, true);
    done.forEach(
        (sequence, calls) -> {
          for (Waiting call : calls) {
            Effect.Result written = new Effect.Result.Written(call.versions(), sequence);
            step.add(new Effect.Answer(call.call(), written));
          }
        });
    done.clear();
  }

  /** The last write of a point that is not acknowledged yet; the committed sequence if none is. */
  long lastOf(PointKey key) {
    long last = committed;
    for (LoggedWrite entry : uncommitted) {
      if (entry.key().equals(key)) {
        last = entry.position().sequence();
      }
    }
    return last;
  }

  /** The uncommitted entry of a retried change, if there is one. */
  Optional<LoggedWrite> find(RequestId request, PointKey key) {
    return Optional.ofNullable(changes.get(new Change(request, key)));
  }

  /** Ends every call that waits: nobody knows whether the next primary has its write. */
  void abandon(Step step) {
    for (List<Waiting> calls : waiting.values()) {
      for (Waiting call : calls) {
        step.add(
            new Effect.Answer(
                call.call(), new Effect.Result.Unknown("the shard has another primary")));
      }
    }
    waiting.clear();
  }
}
