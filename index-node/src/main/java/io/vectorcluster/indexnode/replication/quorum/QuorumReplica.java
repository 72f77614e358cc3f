package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A store's part in a quorum: it tells and keeps the newest record of each point. Having adopted a
 * set seals the former one, since it then answers for that no more; it answers for the new one once
 * it has pulled everything from enough sealed replicas. Confined to one thread.
 */
final class QuorumReplica {

  /** What happens when something is durable. */
  private sealed interface Then {
    record Keep(StoreId to, QuorumMessage.OperationId id, long epoch) implements Then {}

    record Pulled(StoreId from, int slot, boolean last, long epoch) implements Then {}

    record Hold() implements Then {}
  }

  private final QuorumStoreView store;
  private final QuorumRule.Kept rules;
  private final Map<Long, Then> onDisk = new HashMap<>();

  /** The next slot to pull from each replica of the former set. */
  private final Map<StoreId, Integer> next = new HashMap<>();

  private final Set<StoreId> pulled = new HashSet<>();
  private QuorumView view;
  private boolean marking;
  private long numbers;

  QuorumReplica(QuorumStoreView store, QuorumRule.Kept rules, QuorumView view) {
    this.store = store;
    this.rules = rules;
    this.view = view;
  }

  void adopt(QuorumView newer) {
    view = newer;
    next.clear();
    pulled.clear();
    marking = false;
  }

  /** Whether it answers for the set it has adopted. */
  boolean holds() {
    return store.holds() >= view.epoch() || !rules.keep(QuorumRule.HOLD_BEFORE_ANSWERING);
  }

  /** Takes a message to a replica; others are left to the coordinator. */
  void receive(StoreId self, StoreId from, QuorumMessage message, List<QuorumEffect> effects) {
    boolean own = message.epoch() == view.epoch() && holds();
    boolean old = message.epoch() < view.epoch() && !rules.keep(QuorumRule.SEAL);
    switch (message) {
      case QuorumMessage.Ask(long epoch, var id, var key) when own || old ->
          effects.add(
              new QuorumEffect.Send(from, new QuorumMessage.Told(epoch, id, store.newest(key))));
      case QuorumMessage.Store(long epoch, var id, Stored record) when own || old -> {
        persist(List.of(record), new Then.Keep(from, id, epoch), effects);
        if (!rules.keep(QuorumRule.KEEP_DURABLE)) {
          effects.add(new QuorumEffect.Send(from, new QuorumMessage.Kept(epoch, id)));
        }
      }
      case QuorumMessage.Pull(long epoch, int slot) -> pull(self, from, epoch, slot, effects);
      case QuorumMessage.Pulled answer when answer.epoch() == view.epoch() ->
          take(from, answer, effects);
      default -> {}
    }
  }

  private void persist(List<Stored> records, Then then, List<QuorumEffect> effects) {
    onDisk.put(++numbers, then);
    effects.add(new QuorumEffect.Persist(numbers, records));
  }

  /**
   * Only who is sealed, and could answer for the former set, is a source. It counts as one for
   * itself, but need not copy what it has.
   */
  private void pull(StoreId self, StoreId from, long epoch, int slot, List<QuorumEffect> effects) {
    boolean sealed =
        epoch == view.epoch()
            && view.former().filter(set -> store.holds() >= set.epoch()).isPresent();
    if (sealed) {
      boolean last = slot == store.slots() - 1;
      List<Stored> records = from.equals(self) ? List.of() : store.slot(slot);
      effects.add(
          new QuorumEffect.Send(from, new QuorumMessage.Pulled(epoch, slot, last, records)));
    }
  }

  private void take(StoreId from, QuorumMessage.Pulled answer, List<QuorumEffect> effects) {
    if (answer.slot() == next.getOrDefault(from, 0) && !pulled.contains(from)) {
      persist(
          answer.records(),
          new Then.Pulled(from, answer.slot(), answer.last(), answer.epoch()),
          effects);
    }
  }

  void persisted(long number, List<QuorumEffect> effects) {
    switch (onDisk.remove(number)) {
      case Then.Keep(StoreId to, var id, long epoch) -> {
        if (rules.keep(QuorumRule.KEEP_DURABLE)) {
          effects.add(new QuorumEffect.Send(to, new QuorumMessage.Kept(epoch, id)));
        }
      }
      case Then.Pulled(StoreId from, int slot, boolean last, long epoch) -> {
        if (epoch == view.epoch() && slot == next.getOrDefault(from, 0)) {
          next.put(from, slot + 1);
          if (last) {
            pulled.add(from);
          } else {
            ask(from, effects);
          }
          mark(effects);
        }
      }
      case Then.Hold() -> marking = false;
      case null -> {}
    }
  }

  private void ask(StoreId source, List<QuorumEffect> effects) {
    int slot = next.getOrDefault(source, 0);
    effects.add(new QuorumEffect.Send(source, new QuorumMessage.Pull(view.epoch(), slot)));
  }

  private void mark(List<QuorumEffect> effects) {
    int enough = view.former().map(QuorumSet::sealing).orElse(0);
    if (!rules.keep(QuorumRule.PULL_FROM_ENOUGH)) {
      enough = 1;
    }
    if (pulled.size() >= enough && store.holds() < view.epoch() && !marking) {
      marking = true;
      onDisk.put(++numbers, new Then.Hold());
      effects.add(new QuorumEffect.MarkHolding(numbers, view.epoch()));
    }
  }

  /** Asks again where no answer came. */
  void tick(StoreId self, List<QuorumEffect> effects) {
    if (store.holds() >= view.epoch() || !view.isMember(self)) {
      return;
    }
    List<StoreId> sources = new ArrayList<>();
    view.former().ifPresent(set -> sources.addAll(set.members()));
    sources.removeAll(pulled);
    sources.forEach(source -> ask(source, effects));
    mark(effects);
  }
}
