package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a primary has numbered: entries that are not yet durable here, and calls that are not yet
 * acknowledged.
 */
final class WriteWindow {

  private record Waiting(long call, List<Version> versions) {}

  private final Deque<LoggedWrite> onTheWay = new ArrayDeque<>();
  private final NavigableMap<Long, List<Waiting>> waiting = new TreeMap<>();

  /** Entries above {@link #committed}. */
  private final Deque<LoggedWrite> uncommitted = new ArrayDeque<>();

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

  void add(LoggedWrite entry) {
    onTheWay.add(entry);
    uncommitted.add(entry);
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

  /** Entries after a sequence that are not durable yet. */
  List<LoggedWrite> onTheWay(long after) {
    return onTheWay.stream().filter(entry -> entry.position().sequence() > after).toList();
  }

  /** Acknowledges everything up to a sequence. */
  void commit(long upTo, Step step) {
    committed = Math.max(committed, upTo);
    while (!uncommitted.isEmpty() && uncommitted.getFirst().position().sequence() <= committed) {
      uncommitted.removeFirst();
    }
    Iterator<List<Waiting>> done = waiting.headMap(committed, true).values().iterator();
    while (done.hasNext()) {
      for (Waiting call : done.next()) {
        step.add(new Effect.Answer(call.call(), new Effect.Result.Written(call.versions())));
      }
      done.remove();
    }
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
    return uncommitted.stream()
        .filter(entry -> entry.request().equals(request) && entry.key().equals(key))
        .findFirst();
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
