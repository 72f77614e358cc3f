package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.CommitOutcome;
import io.vectorcluster.indexnode.store.Head;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.ReplicaNote;
import io.vectorcluster.indexnode.store.ShardStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a replica without a primary wants of its disk, in order. Records that wait
 * together share one commit; the indexes learn of them once they are durable, and only then is said
 * so. The log is this store's own: its numbers mean nothing to others.
 */
final class PointsDisk {
  /** Changes that one commit holds at most. */
  static final int MAX_GROUP = ReplicaDisk.MAX_GROUP;

  private sealed interface Work {
    record Merge(List<Stored> records, @Nullable Note note, Runnable done) implements Work {}

    record Remember(Note note, Runnable done) implements Work {}
  }

  /** What is remembered, in numbers. */
  record Note(ReplicaNote name, List<Long> numbers) {
    Note {
      numbers = List.copyOf(numbers);
    }

    private byte[] bytes() {
      return ReplicaNotes.bytes(numbers);
    }
  }

  private final ShardStore store;
  private final IndexSet indexes;
  private final Deque<Work> waiting = new ArrayDeque<>();

  PointsDisk(ShardStore store, IndexSet indexes) {
    this.store = store;
    this.indexes = indexes;
  }

  /**
   * Of each point the newer record stays.
   *
   * @param note remembered with the records, all or nothing; the same name in all merges
   */
  void merge(List<Stored> records, @Nullable Note note, Runnable done) {
    waiting.add(new Work.Merge(records, note, done));
  }

  void remember(Note note, Runnable done) {
    waiting.add(new Work.Remember(note, done));
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }

  /** Does what is next, with what goes with it, and tells when it is durable. */
  void perform(long nowMs) {
    switch (waiting.remove()) {
      case Work.Merge first -> {
        List<Work.Merge> group = group(first);
        @Nullable Note note = null;
        for (Work.Merge merge : group) {
          note = merge.note() == null ? note : merge.note();
        }
        commit(group.stream().flatMap(merge -> merge.records().stream()).toList(), note, nowMs);
        group.forEach(merge -> merge.done().run());
      }
      case Work.Remember(Note note, Runnable done) -> {
        store.replica().put(note.name(), note.bytes());
        done.run();
      }
    }
  }

  private List<Work.Merge> group(Work.Merge first) {
    List<Work.Merge> group = new ArrayList<>();
    int size = 0;
    Work.@Nullable Merge next = first;
    while (next != null) {
      group.add(next);
      size += next.records().size();
      next = pollIfWithin(MAX_GROUP - size);
    }
    return group;
  }

  private Work.@Nullable Merge pollIfWithin(int room) {
    if (waiting.peek() instanceof Work.Merge next && next.records().size() <= room) {
      waiting.remove();
      return next;
    }
    return null;
  }

  private void commit(List<Stored> records, @Nullable Note note, long nowMs) {
    List<Stored> newer = newer(records);
    int from = 0;
    while (newer.size() - from > MAX_GROUP) {
      commitPage(newer.subList(from, from + MAX_GROUP), null, nowMs);
      from += MAX_GROUP;
    }
    if (from < newer.size()) {
      commitPage(newer.subList(from, newer.size()), note, nowMs);
    } else if (note != null) {
      store.replica().put(note.name(), note.bytes());
    }
  }

  /** What is not here yet: the rest would only fill the log. */
  private List<Stored> newer(List<Stored> records) {
    Map<PointKey, Version> known = new HashMap<>();
    Map<PointKey, Head> heads = store.heads(records.stream().map(Stored::key).distinct().toList());
    heads.forEach((key, head) -> known.put(key, head.version()));
    List<Stored> newer = new ArrayList<>();
    for (Stored record : records) {
      Version before = known.get(record.key());
      if (before == null || record.version().compareTo(before) > 0) {
        known.put(record.key(), record.version());
        newer.add(record);
      }
    }
    return newer;
  }

  private void commitPage(List<Stored> records, @Nullable Note note, long nowMs) {
    LogPosition last = store.position().last();
    long sequence = last.sequence();
    List<LoggedWrite> writes = new ArrayList<>();
    for (Stored record : records) {
      writes.add(
          new LoggedWrite(
              new LogPosition(last.term(), ++sequence),
              nowMs,
              record.request(),
              record.key(),
              record.version(),
              record.change()));
    }
    CommitOutcome outcome =
        note == null
            ? store.commit(writes)
            : store.replica().commit(writes, note.name(), note.bytes());
    switch (outcome) {
      case CommitOutcome.Committed(LogPosition reached, List<CommitOutcome.Effect> effects) -> {
        for (int i = 0; i < writes.size(); i++) {
          if (effects.get(i).applied()) {
            LoggedWrite write = writes.get(i);
            indexes.apply(write.key(), write.change(), write.position().sequence());
          }
        }
        indexes.applied(reached.sequence());
      }
      case CommitOutcome.OutOfOrder(LogPosition _, LogPosition _, String message) ->
          throw new IllegalStateException(message);
    }
  }
}
