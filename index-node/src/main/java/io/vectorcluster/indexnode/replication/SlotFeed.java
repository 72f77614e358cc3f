package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.replication.Message.Content;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one asker is given of a slot that moves away: what it holds, then what is logged. One part
 * after the other, each kept until the next is asked for.
 */
final class SlotFeed {
  /** Of one part: entries, and bytes of them, and one entry more than that. */
  private static final int MOST_ENTRIES = 1_024;

  private static final long MOST_BYTES = 1 << 20;

  /** More than this is not kept for an asker that does not come: it begins again. */
  private static final int MOST_WAITING = 16_384;

  private static final long MOST_WAITING_BYTES = 64 << 20;

  final StoreId asker;
  final FeedId id;

  /** What the slot holds; null once it was told. */
  private @Nullable Image image;

  private final Deque<LoggedWrite> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private Message.@Nullable FeedPart told;
  private Message.@Nullable FeedWanted open;

  /** The writes of the last minutes that are still to be told; null before the seal is due. */
  private @Nullable Deque<LogEntry> retries;

  /** What a slot holds, or no more than that the asker has it. */
  private record Image(boolean same, Deque<LoggedWrite> records) {
    Content next() {
      return same ? new Content.Same() : new Content.Records(take(records), records.isEmpty());
    }
  }

  /**
   * What can be told once nothing more is logged.
   *
   * @param retries the slot's writes of the last minutes
   */
  record Closing(Message.Seal seal, List<LogEntry> retries) {}

  private SlotFeed(StoreId asker, FeedId id, Image image, Collection<LoggedWrite> later) {
    this.asker = asker;
    this.id = id;
    this.image = image;
    later.forEach(this::add);
  }

  /** For an asker that has what the slot holds. */
  static SlotFeed same(StoreId asker, FeedId id, Collection<LoggedWrite> later) {
    return new SlotFeed(asker, id, new Image(true, new ArrayDeque<>()), later);
  }

  /**
   * For one that has something else.
   *
   * @param later entries that were logged since
   */
  static SlotFeed whole(
      StoreId asker, FeedId id, Collection<LoggedWrite> records, Collection<LoggedWrite> later) {
    return new SlotFeed(asker, id, new Image(false, new ArrayDeque<>(records)), later);
  }

  /** Takes an entry of the slot that has just been numbered. */
  void add(LoggedWrite entry) {
    waiting.add(entry);
    waitingBytes += size(entry);
  }

  /** Whether the asker stays behind too far. */
  boolean isOverfull() {
    return waiting.size() > MOST_WAITING || waitingBytes > MOST_WAITING_BYTES;
  }

  private static long size(LoggedWrite entry) {
    return entry.change() instanceof LoggedWrite.Change.Upsert(PointContent content)
        ? content.sizeBytes()
        : 0;
  }

  /** A part is asked for: one that was told already, or the next one, once there is any. */
  void wanted(Message.FeedWanted wanted, Step step) {
    Message.FeedPart last = told;
    if (last != null && wanted.number() == last.number()) {
      step.send(asker, last);
    } else if (wanted.number() == (last == null ? 0 : last.number() + 1)) {
      open = wanted;
    }
  }

  /**
   * Tells what is new, if it was asked for.
   *
   * @param closing told at the end, once everything is logged
   */
  void advance(
      long epoch, Session session, long opened, Supplier<Optional<Closing>> closing, Step step) {
    Message.FeedWanted wanted = open;
    if (wanted == null) {
      return;
    }
    Image begin = image;
    Optional<Message.Seal> seal = Optional.empty();
    Content content;
    if (begin != null) {
      content = begin.next();
      image = begin.records().isEmpty() ? null : begin;
    } else if (!waiting.isEmpty()) {
      content = new Content.Entries(takeLater());
    } else {
      Optional<Closing> end =
          wanted.switched() == 0
              ? Optional.empty()
              : closing.get().filter(each -> each.seal().switched() == wanted.switched());
      if (end.isEmpty()) {
        return;
      }
      Deque<LogEntry> left = retries == null ? new ArrayDeque<>(end.get().retries()) : retries;
      retries = left;
      content = new Content.Known(takeRetries(left));
      seal = left.isEmpty() ? Optional.of(end.get().seal()) : seal;
    }
    boolean last = image == null && waiting.isEmpty();
    Message.FeedPart part =
        new Message.FeedPart(
            epoch,
            wanted.slot(),
            wanted.since(),
            id,
            session,
            opened,
            wanted.number(),
            content,
            last,
            seal);
    open = null;
    told = part;
    step.send(asker, part);
  }

  private static List<LogEntry> takeRetries(Deque<LogEntry> from) {
    List<LogEntry> some = new ArrayList<>();
    while (!from.isEmpty() && some.size() < MOST_ENTRIES) {
      some.add(from.remove());
    }
    return some;
  }

  private List<LoggedWrite> takeLater() {
    List<LoggedWrite> entries = take(waiting);
    entries.forEach(entry -> waitingBytes -= size(entry));
    return entries;
  }

  private static List<LoggedWrite> take(Deque<LoggedWrite> from) {
    List<LoggedWrite> entries = new ArrayList<>();
    long bytes = 0;
    while (!from.isEmpty() && entries.size() < MOST_ENTRIES && bytes < MOST_BYTES) {
      LoggedWrite entry = from.remove();
      entries.add(entry);
      bytes += size(entry);
    }
    return entries;
  }
}
