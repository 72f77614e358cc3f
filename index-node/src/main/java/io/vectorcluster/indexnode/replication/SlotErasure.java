package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Erases the slots in which the adopted topology has no part for the shard (S4): it neither owns
 * them nor are they on their way from or to it. Nobody orders it, and it goes through the log.
 */
final class SlotErasure {
  private final StoreView store;
  private final WriteWindow writes;
  private final Rules rules;
  private TreeSet<Integer> slots = new TreeSet<>();
  private boolean looked = true;

  /** What was logged before a topology was adopted, or for the former slot, is waited for. */
  private long waitsFor;

  SlotErasure(StoreView store, WriteWindow writes, Rules rules) {
    this.store = store;
    this.writes = writes;
    this.rules = rules;
  }

  void adopt() {
    slots = new TreeSet<>();
    looked = false;
    waitsFor = writes.logged().sequence();
  }

  /** Some entries that take away what is left of a slot; each is to be given a position. */
  List<LoggedWrite> next(ShardView view, long held, int most) {
    if (held < waitsFor || (looked && slots.isEmpty())) {
      return List.of();
    }
    if (!looked) {
      looked = true;
      look(view);
    }
    while (!slots.isEmpty()) {
      List<LoggedWrite> entries = new ArrayList<>();
      for (Map.Entry<PointKey, Version> record : store.versions(slots.first()).entrySet()) {
        if (entries.size() == most) {
          break;
        }
        entries.add(LoggedWrite.forget(record.getKey(), record.getValue()));
      }
      if (!entries.isEmpty()) {
        waitsFor = writes.logged().sequence() + entries.size();
        return entries;
      }
      slots.removeFirst();
    }
    return List.of();
  }

  private void look(ShardView view) {
    List<Long> digests = store.digests();
    for (int slot = 0; slot < view.topology().assignment().slots(); slot++) {
      boolean moves = view.topology().migrations().of(slot).isPresent();
      boolean involved = view.owns(slot) || (moves && rules.keep(Rule.ERASE_WHEN_UNINVOLVED));
      if (!involved && digests.get(slot) != 0) {
        slots.add(slot);
      }
    }
  }
}
