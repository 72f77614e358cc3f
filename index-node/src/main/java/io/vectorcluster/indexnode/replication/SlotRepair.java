package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Takes bad slots of this store from another member of the same session, one after the other. What
 * the slot becomes is the image and the entries of this store's own log after it, which are kept in
 * memory since before the image was asked for: what a damaged store says of them is not trusted.
 *
 * <p>The image's position is therefore at or after the first kept entry, and at or before the last
 * logged one: of a later one the store would show entries that it never logged.
 */
final class SlotRepair {
  /** Requests for one slot before another one has its turn. */
  private static final int MOST_TRIES = 10;

  private static final int NONE = -1;

  private final BadSlots bad;
  private final Timing timing;
  private final Rules rules;
  private final List<LoggedWrite> later = new ArrayList<>();
  private int slot = NONE;
  private int last = NONE;
  private long from;
  private long askedAt;
  private int tries;
  private Message.@Nullable SlotImage image;

  SlotRepair(BadSlots bad, Timing timing, Rules rules) {
    this.bad = bad;
    this.timing = timing;
    this.rules = rules;
  }

  /**
   * The slot to ask for now, if one is.
   *
   * @param after entries after this position are told to {@link #logged}, or are among {@code
   *     known}
   */
  OptionalInt due(long after, Collection<LoggedWrite> known, long nowMs) {
    if (slot != NONE && nowMs - askedAt < timing.resend()) {
      return OptionalInt.empty();
    }
    if (slot == NONE || tries >= MOST_TRIES) {
      OptionalInt next = bad.after(last);
      abandon();
      if (next.isEmpty()) {
        return next;
      }
      slot = next.getAsInt();
      last = slot;
      from = after;
      logged(known);
    }
    askedAt = nowMs;
    tries++;
    return OptionalInt.of(slot);
  }

  /** How often the present slot has been asked for. */
  int tries() {
    return tries;
  }

  /** Entries that this store logs, in their order. */
  void logged(Collection<LoggedWrite> entries) {
    if (slot != NONE) {
      entries.stream().filter(entry -> entry.key().slot() == slot).forEach(later::add);
    }
  }

  /** An image of a sound slot, of a member of this session. */
  void take(Message.SlotImage offered) {
    boolean reaches = offered.at().sequence() >= from;
    if (offered.slot() == slot && reaches && image == null) {
      image = offered;
    }
  }

  /**
   * Replaces the slot if everything for it is here.
   *
   * @param logged the last entry that was given to the disk
   */
  void finish(LogPosition logged, Step step) {
    Message.SlotImage offered = image;
    if (offered == null || offered.at().sequence() > logged.sequence()) {
      return;
    }
    List<LoggedWrite> after =
        later.stream()
            .filter(entry -> entry.position().sequence() > offered.at().sequence())
            .toList();
    step.add(
        new Effect.RepairSlot(
            slot,
            offered.records(),
            offered.retries(),
            rules.keep(Rule.REPAIR_WITH_LATER) ? after : List.of()));
    bad.remove(slot);
    abandon();
  }

  /** Who is followed changes: what was kept is of no use any more. */
  void abandon() {
    slot = NONE;
    image = null;
    tries = 0;
    later.clear();
  }
}
