package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.replication.Effect;
import io.vectorcluster.indexnode.replication.Event;
import io.vectorcluster.indexnode.store.CommitOutcome;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.ReplicaNote;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.indexnode.store.SlotChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what a replica wants of its disk, in order. Writes that follow each other share one
 * commit; the indexes learn of them once they are durable, and only then they are reported.
 */
final class ReplicaDisk {
  /** Changes that one commit holds at most; a single larger effect is committed alone. */
  static final int MAX_GROUP = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaDisk.class);

  private final ShardStore store;
  private final IndexSet indexes;
  private final Checkpoints checkpoints;
  private final AtomicLong repaired = new AtomicLong();
  private final Deque<Effect.Disk> waiting = new ArrayDeque<>();

  ReplicaDisk(ShardStore store, IndexSet indexes, Checkpoints checkpoints) {
    this.store = store;
    this.indexes = indexes;
    this.checkpoints = checkpoints;
  }

  void add(Effect.Disk effect) {
    waiting.add(effect);
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }

  /**
   * Does the next effect, and those that go with it.
   *
   * @return what is to be reported, one event for each effect
   */
  List<Event> perform() {
    return switch (waiting.remove()) {
      case Effect.Persist first -> persist(group(first));
      case Effect.BeginLog(LogPosition after) -> {
        beginLog(after);
        yield List.of(new Event.LogBegun());
      }
      case Effect.ReplaceSlot replace -> {
        replaceSlot(replace);
        yield List.of(new Event.SlotReplaced(replace.id(), replace.slot()));
      }
      case Effect.RepairSlot slot -> {
        repair(slot);
        yield List.of(new Event.SlotRepaired(slot.slot()));
      }
      case Effect.MarkEqual equal -> {
        store.replica().put(ReplicaNote.FOLLOWS, ReplicaNotes.bytes(equal.session()));
        checkpoints.resume();
        yield List.of(new Event.MarkedEqual(equal.session()));
      }
      case Effect.PersistGrowth grown -> {
        store.replica().put(ReplicaNote.GROWTH, ReplicaNotes.bytes(grown.growth()));
        yield List.of(new Event.GrowthPersisted(grown.growth()));
      }
    };
  }

  private List<Effect.Persist> group(Effect.Persist first) {
    List<Effect.Persist> group = new ArrayList<>();
    int size = 0;
    Effect.@Nullable Persist next = first;
    while (next != null) {
      group.add(next);
      size += next.entries().size();
      next = pollIfWithin(MAX_GROUP - size, first.overwritten());
    }
    return group;
  }

  private Effect.@Nullable Persist pollIfWithin(int room, Set<Integer> overwritten) {
    if (waiting.peek() instanceof Effect.Persist next
        && next.entries().size() <= room
        && next.overwritten().equals(overwritten)) {
      waiting.remove();
      return next;
    }
    return null;
  }

  private List<Event> persist(List<Effect.Persist> group) {
    List<LoggedWrite> entries =
        group.size() == 1
            ? group.getFirst().entries()
            : group.stream().flatMap(one -> one.entries().stream()).toList();
    switch (store.commit(entries, group.getFirst().overwritten())) {
      case CommitOutcome.Committed(LogPosition last, List<CommitOutcome.Effect> effects) -> {
        for (int i = 0; i < entries.size(); i++) {
          if (effects.get(i).applied()) {
            LoggedWrite entry = entries.get(i).effective();
            indexes.apply(entry.key(), entry.change(), entry.position().sequence());
          }
        }
        indexes.applied(last.sequence());
      }
      case CommitOutcome.OutOfOrder(LogPosition _, LogPosition _, String message) ->
          throw new IllegalStateException(message);
    }
    List<Event> done = new ArrayList<>();
    for (Effect.Persist one : group) {
      done.add(new Event.Persisted(one.entries().getLast().position()));
    }
    return done;
  }

  /** A checkpoint of the former log would be taken for one of the new: it goes first. */
  private void beginLog(LogPosition after) {
    try {
      checkpoints.forget();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store.replica().beginLog(after);
    indexes.applied(after.sequence());
  }

  private void replaceSlot(Effect.ReplaceSlot replace) {
    tell(
        store
            .replica()
            .replaceSlot(replace.slot(), replace.records(), replace.retries(), replace.later()));
  }

  /** The log does not tell what a repair changes: neither may a checkpoint that rests on it. */
  private void repair(Effect.RepairSlot repair) {
    List<SlotChange> changes = new ArrayList<>();
    try {
      checkpoints.around(
          () -> {
            changes.addAll(
                store
                    .replica()
                    .rewriteSlot(
                        repair.slot(), repair.records(), repair.retries(), repair.later()));
            tell(changes);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    repaired.addAndGet(changes.size());
    LOG.atWarn()
        .addKeyValue("slot", repair.slot())
        .addKeyValue("records", repair.records().size())
        .addKeyValue("changed", changes.size())
        .log("a slot of this store was repaired from another replica");
  }

  /** Lets the indexes know. */
  private void tell(List<SlotChange> changes) {
    for (SlotChange change : changes) {
      if (change.record().isPresent()) {
        LoggedWrite record = change.record().get();
        indexes.apply(record.key(), record.change(), record.position().sequence());
      } else {
        indexes.apply(change.key(), new LoggedWrite.Change.Delete(), 0);
      }
    }
  }

  /** Records that repairs have changed. */
  long repaired() {
    return repaired.get();
  }
}
