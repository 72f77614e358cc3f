package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.replication.Message.Content;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A slot that comes from another shard (S1): made what it is there, then kept so from the source's
 * log, by entries of the own log. An attempt that fails, or whose source has another primary,
 * begins anew from what is here (S3).
 */
final class SlotImport {
  private final StoreView store;
  private final WriteWindow writes;
  private final Timing timing;
  private final Rules rules;
  private final Supplier<FeedId> ids;
  private final Deque<LoggedWrite> waiting = new ArrayDeque<>();

  /** What the slot holds at the source, as far as it was told. */
  private final List<LoggedWrite> records = new ArrayList<>();

  private Migration migration;
  private StoreId source;
  private FeedId id;
  private long number;
  private long askedAt;
  private boolean asked;
  private @Nullable Session session;

  /** Everything up to here has to be on the own disk before more is asked for. */
  private long logged;

  private boolean caughtUp;
  private Message.@Nullable Seal seal;

  /** Whether what is here counts, and not what the source has: the source never opened the slot. */
  private boolean own;

  SlotImport(
      Migration migration,
      StoreId source,
      Supplier<FeedId> ids,
      StoreView store,
      WriteWindow writes,
      Timing timing,
      Rules rules) {
    this.migration = migration;
    this.source = source;
    this.ids = ids;
    this.id = ids.get();
    this.store = store;
    this.writes = writes;
    this.timing = timing;
    this.rules = rules;
    this.logged = writes.logged().sequence();
  }

  /** The same slot under a newer topology. */
  void follow(Migration next, StoreId from) {
    boolean other = !from.equals(source) || !next.source().equals(migration.source());
    // The seal comes to who asks by the same switch.
    asked = asked && next.switched() == migration.switched();
    migration = next;
    source = from;
    if (other) {
      begin();
    }
  }

  /** Begins again, from what is here. */
  private void begin() {
    id = ids.get();
    number = 0;
    asked = false;
    session = null;
    caughtUp = false;
    seal = null;
    own = false;
    waiting.clear();
    records.clear();
    logged = writes.logged().sequence();
  }

  /**
   * Takes a part.
   *
   * @param opened the epoch at which this shard last opened the slot
   */
  void take(Message.FeedPart part, long opened) {
    if (!part.id().equals(id) || part.number() != number || !asked) {
      return;
    }
    boolean another = session != null && !session.equals(part.session());
    if (another || part.content() instanceof Content.Lost) {
      begin();
      return;
    }
    session = part.session();
    own = opened > part.opened();
    if (!own) {
      switch (part.content()) {
        case Content.Same _, Content.Lost _ -> {}
        case Content.Records(var some, boolean whole) -> {
          records.addAll(some);
          if (whole) {
            waiting.addAll(SlotDifference.of(store.versions(migration.slot()), records, rules));
            records.clear();
          }
        }
        case Content.Entries(List<LoggedWrite> entries) -> waiting.addAll(entries);
        case Content.Known(List<LogEntry> retries) -> {
          if (rules.keep(Rule.MOVE_RETRIES)) {
            retries.forEach(retry -> waiting.add(LoggedWrite.known(retry)));
          }
        }
      }
    }
    number++;
    asked = false;
    caughtUp = part.last();
    seal = part.seal().orElse(null);
  }

  /** Some of the entries that wait, numbered by the caller in this order. */
  List<LoggedWrite> next(int most) {
    List<LoggedWrite> entries = new ArrayList<>();
    while (!waiting.isEmpty() && entries.size() < most) {
      entries.add(waiting.remove());
    }
    return entries;
  }

  /** The entries that were given have been numbered up to here. */
  void numbered(long sequence) {
    logged = sequence;
  }

  /** Asks for what comes next, when all before is on the disk. */
  void ask(long epoch, Step step) {
    boolean ready = waiting.isEmpty() && writes.durable().sequence() >= logged && seal == null;
    if (!ready || (asked && step.nowMs() - askedAt < timing.resend())) {
      return;
    }
    asked = true;
    askedAt = step.nowMs();
    long digest = number == 0 ? store.digest(migration.slot()) : 0;
    step.send(
        source,
        new Message.FeedWanted(
            epoch, migration.slot(), migration.since(), migration.switched(), id, number, digest));
  }

  /** Whether it holds all but what was logged just now. */
  boolean isCopied(long held) {
    return caughtUp && waiting.isEmpty() && logged <= held;
  }

  /**
   * Whether the slot may be opened: everything up to the source's seal is held by all, and is what
   * the source has. What is not equal is copied again.
   */
  boolean mayOpen(long held) {
    Message.Seal last = seal;
    if (!migration.isSwitched()) {
      return false;
    }
    if (!rules.keep(Rule.OPEN_AFTER_SEAL)) {
      return isCopied(held);
    }
    if (!rules.keep(Rule.RETURN_WITH_SEAL) && migration.back()) {
      return true;
    }
    if (last == null || !waiting.isEmpty()) {
      return false;
    }
    if (last.switched() != migration.switched()) {
      seal = null;
      return false;
    }
    if (logged > (rules.keep(Rule.COUNT_WHAT_ALL_HOLD) ? held : writes.durable().sequence())) {
      return false;
    }
    if (own || store.digest(migration.slot()) == last.digest()) {
      return true;
    }
    begin();
    return false;
  }
}
