package io.vectorcluster.indexnode.replication.catchup;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares this replica with the others, and takes what they have newer. Confined to one thread;
 * the same events at the same times have the same effects.
 */
public final class Catchup {
  /** Records that are asked for at once. */
  private static final int PAGE = 256;

  /** Records of so many bytes are given at once at most, one record more. */
  private static final long PAGE_BYTES = 4 << 20;

  /** What is known of another replica, and the pass over its slots that is under way. */
  private static final class Other {
    long holds;
    List<Long> sums = List.of();
    final Deque<Integer> slots = new ArrayDeque<>();
    final Map<PointKey, Version> wanted = new LinkedHashMap<>();
    boolean whole;
    long logged;
    long question;
    long askedAt;
    boolean busy;
  }

  private final CatchupView store;
  private final CatchupTiming timing;
  private final CatchupRule.Kept rules;
  private final Map<StoreId, Other> others = new HashMap<>();
  private final Set<StoreId> caught = new HashSet<>();
  private List<Long> own = List.of();
  private long questions;
  private long roundAt;
  private int turn;

  /**
   * @param incarnation drawn at the start of the process, so that no answer to the one before
   *     counts
   */
  public Catchup(long incarnation, CatchupView store, CatchupTiming timing) {
    this(incarnation, store, timing, CatchupRule.Kept.ALL);
  }

  Catchup(long incarnation, CatchupView store, CatchupTiming timing, CatchupRule.Kept rules) {
    this.questions = incarnation;
    this.store = store;
    this.timing = timing;
    this.rules = rules;
  }

  /** Others that have said to hold everything for an epoch. */
  public Set<StoreId> holding(long epoch) {
    return others.entrySet().stream()
        .filter(other -> other.getValue().holds >= epoch)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Whether it has caught up with each of these, once at least, since the process started. */
  public boolean hasCaught(Collection<StoreId> all) {
    return rules.keep(CatchupRule.COMPARE_WITH_ALL)
        ? caught.containsAll(all)
        : all.stream().anyMatch(caught::contains);
  }

  /** Time has passed; {@code present} are the other replicas. */
  public List<CatchupEffect> tick(Collection<StoreId> present, long nowMs) {
    others.keySet().retainAll(present);
    present.forEach(store -> others.computeIfAbsent(store, any -> new Other()));
    List<CatchupEffect> effects = new ArrayList<>();
    others
        .values()
        .forEach(
            other -> {
              if (other.busy && nowMs - other.askedAt > timing.patience()) {
                other.busy = false;
              }
            });
    if (nowMs - roundAt >= timing.round()) {
      roundAt = nowMs;
      turn++;
      List<Long> sums = store.sums();
      present.forEach(
          to ->
              effects.add(
                  new CatchupEffect.Send(
                      to, new CatchupMessage.Sums(store.holds(), store.logged(), sums))));
      own = sums;
    }
    return effects;
  }

  /** Takes what another replica says. */
  public List<CatchupEffect> receive(StoreId from, CatchupMessage message, long nowMs) {
    Other other = others.get(from);
    List<CatchupEffect> effects = new ArrayList<>();
    if (other == null) {
      return effects;
    }
    switch (message) {
      case CatchupMessage.Sums sums -> compare(from, other, sums, nowMs, effects);
      case CatchupMessage.VersionsWanted(long question, int slot) ->
          effects.add(
              new CatchupEffect.Send(
                  from, new CatchupMessage.Versions(question, slot, store.versions(slot))));
      case CatchupMessage.Versions(long question, int slot, var versions)
          when other.busy && answers(other, question, slot) -> {
        Map<PointKey, Version> present = store.versions(slot);
        versions.forEach(
            (key, version) -> {
              Version here = present.get(key);
              boolean older =
                  here != null
                      && here.compareTo(version) < 0
                      && rules.keep(CatchupRule.TAKE_OVER_OLDER);
              if (here == null || older) {
                other.wanted.put(key, version);
              }
            });
        goOn(from, other, nowMs, effects);
      }
      case CatchupMessage.RecordsWanted(long question, int slot, List<PointKey> keys) ->
          effects.add(
              new CatchupEffect.Send(
                  from, new CatchupMessage.Records(question, slot, records(keys))));
      case CatchupMessage.Records(long question, int slot, List<Stored> records)
          when other.busy && answers(other, question, slot) ->
          taken(from, other, records, nowMs, effects);
      case CatchupMessage.Versions _, CatchupMessage.Records _ -> {
        // Of a question that was given up.
      }
    }
    return effects;
  }

  /**
   * Not one that was given up: what has come since then would be left out, though the sums that
   * this comparison began with cover it.
   */
  private boolean answers(Other other, long question, int slot) {
    return rules.keep(CatchupRule.ANSWER_THE_QUESTION)
        ? question == other.question
        : Integer.valueOf(slot).equals(other.slots.peek());
  }

  /** As many as fit into a message; the rest is asked for again. */
  private List<Stored> records(List<PointKey> keys) {
    List<Stored> records = new ArrayList<>();
    long bytes = 0;
    for (PointKey key : keys) {
      Optional<Stored> record = bytes < PAGE_BYTES ? store.newest(key) : Optional.empty();
      if (record.isPresent()) {
        records.add(record.get());
        bytes += record.get().sizeBytes();
      }
    }
    return records;
  }

  private void taken(
      StoreId from, Other other, List<Stored> records, long nowMs, List<CatchupEffect> effects) {
    effects.add(new CatchupEffect.Merge(records));
    int before = other.wanted.size();
    for (Stored record : records) {
      Version wanted = other.wanted.get(record.key());
      if (wanted != null && record.version().compareTo(wanted) >= 0) {
        other.wanted.remove(record.key());
      }
    }
    if (other.wanted.size() < before) {
      goOn(from, other, nowMs, effects);
    } else {
      // What it told of is no longer there, or this was told before: another round shows.
      other.busy = false;
    }
  }

  /** Begins a pass over the slots that differ, unless one is under way. */
  private void compare(
      StoreId from,
      Other other,
      CatchupMessage.Sums said,
      long nowMs,
      List<CatchupEffect> effects) {
    List<Long> before = other.sums;
    other.holds = said.holds();
    other.sums = said.sums();
    if (other.busy) {
      return;
    }
    List<Long> present = store.sums();
    other.slots.clear();
    other.wanted.clear();
    other.whole = true;
    other.logged = said.logged();
    int unsteady = timing.unsteady();
    int count = present.size();
    for (int i = 0; i < count; i++) {
      int slot = (i + turn * timing.unsteady()) % count;
      boolean differs =
          said.sums().size() > slot && !said.sums().get(slot).equals(present.get(slot));
      if (differs && (slot > 0 || rules.keep(CatchupRule.COMPARE_EVERY_SLOT))) {
        boolean steady = same(before, said.sums(), slot) && same(own, present, slot);
        if (steady || present.get(slot) == 0 || unsteady-- > 0) {
          other.slots.add(slot);
        } else {
          other.whole = !rules.keep(CatchupRule.LEAVE_OUT_NONE);
        }
      }
    }
    ask(from, other, nowMs, effects);
  }

  private static boolean same(List<Long> before, List<Long> now, int slot) {
    return before.size() > slot && before.get(slot).equals(now.get(slot));
  }

  private void goOn(StoreId from, Other other, long nowMs, List<CatchupEffect> effects) {
    if (other.wanted.isEmpty()) {
      other.slots.poll();
      ask(from, other, nowMs, effects);
      return;
    }
    other.askedAt = nowMs;
    other.question = ++questions;
    List<PointKey> page = other.wanted.keySet().stream().limit(PAGE).toList();
    effects.add(
        new CatchupEffect.Send(
            from, new CatchupMessage.RecordsWanted(other.question, other.slots.element(), page)));
  }

  private void ask(StoreId from, Other other, long nowMs, List<CatchupEffect> effects) {
    if (other.slots.size() == 1 && !rules.keep(CatchupRule.END_WITH_THE_LAST_SLOT)) {
      other.slots.clear();
    }
    Integer next = other.slots.peek();
    other.busy = next != null;
    if (next != null) {
      other.askedAt = nowMs;
      other.question = ++questions;
      effects.add(
          new CatchupEffect.Send(from, new CatchupMessage.VersionsWanted(other.question, next)));
    } else if (other.whole) {
      caught.add(from);
      effects.add(new CatchupEffect.Caught(from, other.logged));
    }
  }
}
