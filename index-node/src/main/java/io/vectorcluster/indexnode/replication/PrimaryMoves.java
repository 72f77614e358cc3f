package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.replication.SlotNotes.Note;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.MigrationReport;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a primary does for slots that move from and to its shard (S1 to S4): feeds who copies them,
 * copies, seals, opens, and erases what its shard has no part in any more. All of it goes through
 * the shard's log, so that its replicas hold the same at the same position, and another primary
 * goes on where this one ended.
 */
final class PrimaryMoves {
  /** Entries that are logged in one step for one slot at most: clients write between them. */
  private static final int MOST = 256;

  private final StoreView store;
  private final WriteWindow writes;
  private final PrimaryLog log;
  private final Timing timing;
  private final Rules rules;
  private final NotedSlots notes;
  private final OutgoingSlots outgoing;
  private final SortedMap<Integer, SlotImport> imports = new TreeMap<>();
  private final SlotErasure erasure;
  private ShardView view;
  private List<Migration> migrations = List.of();
  private long attempts;

  PrimaryMoves(
      StoreView store,
      WriteWindow writes,
      PrimaryLog log,
      Timing timing,
      Rules rules,
      BadSlots bad,
      ShardView view) {
    this.store = store;
    this.writes = writes;
    this.log = log;
    this.timing = timing;
    this.rules = rules;
    this.view = view;
    this.notes = new NotedSlots(store, view);
    this.outgoing = new OutgoingSlots(log.session(), store, writes, notes, bad);
    this.erasure = new SlotErasure(store, writes, rules);
    adopt(view);
  }

  void adopt(ShardView next) {
    view = next;
    migrations = next.migrations();
    outgoing.retain(
        migrations.stream().filter(this::leaves).map(Migration::slot).collect(Collectors.toSet()));
    imports.keySet().removeIf(slot -> arriving(slot).isEmpty());
    erasure.adopt();
  }

  private boolean leaves(Migration migration) {
    return migration.source().equals(view.shard());
  }

  private Optional<Migration> leaving(int slot) {
    return view.topology().migrations().of(slot).filter(this::leaves);
  }

  private Optional<Migration> arriving(int slot) {
    return view.topology().migrations().of(slot).filter(m -> m.target().equals(view.shard()));
  }

  /** Whether the shard takes writes and strong reads of a slot; its own is open always. */
  boolean isOpen(int slot) {
    return slot >= view.topology().assignment().slots()
        || (view.owns(slot)
            && arriving(slot).filter(m -> m.isSwitched() && !notes.isOpened(m)).isEmpty());
  }

  /** Takes entries that were numbered just now. */
  void numbered(Collection<LoggedWrite> entries) {
    outgoing.numbered(entries);
  }

  void receive(StoreId from, Message.OfMove message, Step step) {
    boolean known =
        switch (message) {
          case Message.FeedWanted wanted -> {
            boolean asker =
                leaving(wanted.slot())
                    .filter(m -> m.since() == wanted.since())
                    .filter(m -> view.primaryOf(m.target()).filter(from::equals).isPresent())
                    .isPresent();
            if (asker) {
              outgoing.wanted(from, wanted, view.topology().epoch(), step);
            }
            yield asker;
          }
          case Message.FeedPart part -> take(part);
        };
    long epoch = view.topology().epoch();
    if (!known && message.epoch() > epoch) {
      step.add(new Effect.FetchTopology(from));
    } else if (!known && message.epoch() < epoch) {
      step.add(new Effect.OfferTopology(from));
    }
  }

  private boolean take(Message.FeedPart part) {
    Optional<Migration> migration = arriving(part.slot()).filter(m -> m.since() == part.since());
    @Nullable SlotImport copy = imports.get(part.slot());
    if (migration.isEmpty() || copy == null) {
      return migration.isPresent();
    }
    copy.take(part, rules.keep(Rule.LAST_OPENED_COUNTS) ? notes.openedBy(migration.get()) : 0);
    return true;
  }

  /**
   * Goes on with everything, as far as it has come; for a primary that serves.
   *
   * @param held everything up to this sequence is on the disks of all whose word counts
   * @return entries to be logged, numbered
   */
  List<LoggedWrite> advance(long held, Step step) {
    notes.held(held);
    List<LoggedWrite> entries = new ArrayList<>();
    Map<Integer, Note> changed = new HashMap<>();
    for (Migration migration : migrations) {
      Note note = notes.of(migration.slot());
      if (leaves(migration)) {
        if (migration.isSwitched() && note.sealed() != migration.switched()) {
          changed.put(migration.slot(), new Note(notes.openedBy(migration), migration.switched()));
        }
        outgoing.advance(migration, view.topology().epoch(), step);
      } else if (!migration.isSwitched() || note.opened() != migration.switched()) {
        Optional<SlotImport> copy = copy(migration, entries, step);
        if (copy.filter(each -> each.mayOpen(held)).isPresent()) {
          imports.remove(migration.slot());
          changed.put(migration.slot(), new Note(migration.switched(), note.sealed()));
        }
      }
    }
    if (!changed.isEmpty()) {
      entries.add(notes.note(changed, log, view, step.nowMs()));
    }
    for (LoggedWrite erased : erasure.next(view, held, MOST)) {
      entries.add(log.take(erased, step.nowMs()));
    }
    return entries;
  }

  private Optional<SlotImport> copy(Migration migration, List<LoggedWrite> entries, Step step) {
    Optional<StoreId> source = view.primaryOf(migration.source());
    if (source.isEmpty()) {
      return Optional.empty();
    }
    SlotImport copy =
        imports.computeIfAbsent(
            migration.slot(),
            _ ->
                new SlotImport(
                    migration, source.get(), this::nextAttempt, store, writes, timing, rules));
    copy.follow(migration, source.get());
    if (!writes.isFull()) {
      for (LoggedWrite entry : copy.next(MOST)) {
        LoggedWrite numbered = log.take(entry, step.nowMs());
        entries.add(numbered);
        copy.numbered(numbered.position().sequence());
      }
    }
    copy.ask(view.topology().epoch(), step);
    return Optional.of(copy);
  }

  private FeedId nextAttempt() {
    return new FeedId(log.session(), ++attempts);
  }

  /** What the operator is to know: what is copied, and what is open. */
  List<MigrationReport> report() {
    List<MigrationReport> reports = new ArrayList<>();
    for (Migration migration : migrations) {
      if (leaves(migration)) {
        continue;
      }
      @Nullable SlotImport copy = imports.get(migration.slot());
      if (migration.isSwitched() && notes.isOpened(migration)) {
        reports.add(MigrationReport.opened(migration));
      } else if (!migration.isSwitched() && copy != null && copy.isCopied(notes.held())) {
        reports.add(MigrationReport.copied(migration));
      }
    }
    return reports;
  }
}
