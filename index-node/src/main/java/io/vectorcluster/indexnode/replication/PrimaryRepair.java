package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a primary that serves does against silent divergence (R2): compares the sums of its slots
 * with those of every equal member, and takes a bad slot of its own from an in-sync member, which
 * holds every acknowledged write.
 */
final class PrimaryRepair {
  private final StoreView store;
  private final WriteWindow writes;
  private final Peers peers;
  private final Timing timing;
  private final Rules rules;
  private final BadSlots bad;
  private final SlotRepair repair;

  /** The last entry of each slot that was numbered in this office. */
  private final Map<Integer, Long> latest = new HashMap<>();

  /** Slots in which a member differed the last time. */
  private final Map<StoreId, Set<Integer>> suspected = new HashMap<>();

  private long comparedAt;

  PrimaryRepair(
      StoreView store,
      WriteWindow writes,
      Peers peers,
      Timing timing,
      Rules rules,
      BadSlots bad,
      long nowMs) {
    this.store = store;
    this.writes = writes;
    this.peers = peers;
    this.timing = timing;
    this.rules = rules;
    this.bad = bad;
    this.repair = new SlotRepair(bad, timing, rules);
    this.comparedAt = nowMs;
  }

  void numbered(Collection<LoggedWrite> entries) {
    entries.forEach(entry -> latest.put(entry.key().slot(), entry.position().sequence()));
    repair.logged(entries);
  }

  void tick(ShardView view, Step step) {
    boolean compares = step.nowMs() - comparedAt >= timing.compare();
    if (!compares && bad.count() == 0) {
      return;
    }
    Map<StoreId, HelloId> equal = peers.equalWithHello();
    if (compares) {
      comparedAt = step.nowMs();
      suspected.keySet().retainAll(equal.keySet());
      equal.forEach((member, id) -> step.send(member, new Message.SumsWanted(view.epoch(), id)));
    }
    List<StoreId> sources = equal.keySet().stream().filter(view::isInSync).toList();
    if (sources.isEmpty()) {
      return;
    }
    List<LoggedWrite> underWay =
        rules.keep(Rule.REPAIR_WITH_UNCOMMITTED) ? writes.uncommitted() : List.of();
    OptionalInt slot = repair.due(writes.committed(), underWay, step.nowMs());
    if (slot.isPresent()) {
      StoreId source = sources.get(repair.tries() % sources.size());
      step.send(
          source,
          new Message.SlotWanted(
              view.epoch(), equal.getOrDefault(source, HelloId.NONE), slot.getAsInt()));
    }
  }

  /**
   * A member's slots differ if their sums do where the log has nothing between the two positions;
   * twice, because collections that are dropped have no position.
   */
  void sums(StoreId from, Message.Sums theirs, long epoch, Step step) {
    if (!peers.isEqual(from, theirs.id())) {
      return;
    }
    long settled = Math.min(theirs.at().sequence(), store.last().sequence());
    List<Long> own = store.digests();
    Set<Integer> differ = new HashSet<>();
    for (int slot = 0; slot < own.size(); slot++) {
      boolean same =
          slot < theirs.digests().size() && theirs.digests().get(slot).equals(own.get(slot));
      if (!same && latest.getOrDefault(slot, 0L) <= settled && !bad.contains(slot)) {
        differ.add(slot);
      }
    }
    List<Integer> twice = new ArrayList<>(differ);
    twice.retainAll(suspected.getOrDefault(from, Set.of()));
    suspected.put(from, differ);
    if (!twice.isEmpty()) {
      step.send(from, new Message.SlotsDiffer(epoch, theirs.id(), twice));
    }
  }

  /**
   * Shows a slot to a member that follows.
   *
   * @param required whether this store cannot lead without
   */
  void show(StoreId from, Message.SlotWanted wanted, boolean required, long epoch, Step step) {
    if (peers.follows(from, wanted.id())
        && !SlotSource.show(from, wanted, store, bad, epoch, step)
        && required) {
      throw new CannotLeadException(wanted.slot());
    }
  }

  void image(StoreId from, Message.SlotImage image, ShardView view, Step step) {
    if (view.isInSync(from) && peers.isEqual(from, image.id())) {
      repair.take(image);
      repair.finish(writes.logged(), step);
    }
  }
}
