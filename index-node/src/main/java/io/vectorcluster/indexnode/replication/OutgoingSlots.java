package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.replication.Message.Content;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.StoreId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Slots that move away: whoever copies them is fed, and told of the seal. */
final class OutgoingSlots {
  private final Session session;
  private final StoreView store;
  private final WriteWindow writes;
  private final NotedSlots notes;
  private final BadSlots bad;
  private final SortedMap<Integer, SlotFeed> feeds = new TreeMap<>();

  OutgoingSlots(
      Session session, StoreView store, WriteWindow writes, NotedSlots notes, BadSlots bad) {
    this.session = session;
    this.store = store;
    this.writes = writes;
    this.notes = notes;
    this.bad = bad;
  }

  /** Feeds only what still moves away. */
  void retain(Collection<Integer> slots) {
    feeds.keySet().retainAll(slots);
  }

  /** Takes entries that were numbered just now. */
  void numbered(Collection<LoggedWrite> entries) {
    if (feeds.isEmpty()) {
      return;
    }
    for (LoggedWrite entry : entries) {
      int slot = entry.key().slot();
      @Nullable SlotFeed feed = feeds.get(slot);
      if (feed != null) {
        feed.add(entry);
        if (feed.isOverfull()) {
          feeds.remove(slot);
        }
      }
    }
  }

  /** The primary of the target asks. */
  void wanted(StoreId from, Message.FeedWanted wanted, long epoch, Step step) {
    @Nullable SlotFeed feed = feeds.get(wanted.slot());
    boolean same = feed != null && feed.id.equals(wanted.id()) && feed.asker.equals(from);
    if (!same && wanted.number() > 0) {
      step.send(
          from,
          new Message.FeedPart(
              epoch,
              wanted.slot(),
              wanted.since(),
              wanted.id(),
              session,
              0,
              wanted.number(),
              new Content.Lost(),
              false,
              Optional.empty()));
      return;
    }
    if (!same) {
      feed = begin(from, wanted).orElse(null);
    }
    if (feed != null) {
      feed.wanted(wanted, step);
    }
  }

  /** Empty if the slot is damaged here: it is shown to nobody (R2). */
  private Optional<SlotFeed> begin(StoreId from, Message.FeedWanted wanted) {
    int slot = wanted.slot();
    List<LoggedWrite> later =
        writes.onTheWay(store.last().sequence(), Integer.MAX_VALUE).stream()
            .filter(entry -> entry.key().slot() == slot)
            .toList();
    Optional<SlotFeed> feed = Optional.empty();
    if (!bad.contains(slot)) {
      feed =
          store.digest(slot) == wanted.digest()
              ? Optional.of(SlotFeed.same(from, wanted.id(), later))
              : store.image(slot).map(records -> SlotFeed.whole(from, wanted.id(), records, later));
    }
    feed.ifPresentOrElse(made -> feeds.put(slot, made), () -> bad.add(slot));
    return feed;
  }

  /** Tells the asker of a slot what is new. */
  void advance(Migration migration, long epoch, Step step) {
    @Nullable SlotFeed feed = feeds.get(migration.slot());
    if (feed != null) {
      feed.advance(epoch, session, notes.openedBy(migration), () -> closing(migration), step);
    }
  }

  private Optional<SlotFeed.Closing> closing(Migration migration) {
    int slot = migration.slot();
    boolean sealed =
        migration.isSwitched()
            && notes.of(slot).sealed() == migration.switched()
            && notes.notedAt(slot) <= notes.held();
    return sealed
        ? Optional.of(
            new SlotFeed.Closing(
                new Message.Seal(migration.switched(), store.digest(slot)), store.retries(slot)))
        : Optional.empty();
  }
}
