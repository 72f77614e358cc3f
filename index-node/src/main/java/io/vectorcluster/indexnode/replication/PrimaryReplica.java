package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;

/**
 * One replica of a shard in the mode PrimaryReplica: what it does at each event. Confined to one
 * thread; the same events at the same times have the same effects.
 */
public final class PrimaryReplica {
  private static final int MOST_EARLY = 64;

  private final StoreId self;
  private final long incarnation;
  private final StoreView store;
  private final Timing timing;
  private final Rules rules;
  private final BadSlots bad = new BadSlots();

  /** Of an epoch that is still to be adopted: as if the network had been slower. */
  private final Deque<Event.Received> early = new ArrayDeque<>();

  private ShardView view;
  private Role role;
  private int onDisk;
  private boolean between;
  private Durability durability = Durability.DEFAULT;

  /**
   * A replica at the start of its process.
   *
   * @param incarnation drawn at the start
   * @param view of the topology that is on its disk
   */
  public PrimaryReplica(
      StoreId self, long incarnation, StoreView store, Timing timing, ShardView view, long nowMs) {
    this(self, incarnation, store, timing, Rules.ALL, view, nowMs);
  }

  PrimaryReplica(
      StoreId self,
      long incarnation,
      StoreView store,
      Timing timing,
      Rules rules,
      ShardView view,
      long nowMs) {
    this.self = self;
    this.incarnation = incarnation;
    this.store = store;
    this.timing = timing;
    this.rules = rules;
    this.view = view;
    this.role = roleUnder(view, nowMs);
  }

  private Role roleUnder(ShardView next, long nowMs) {
    if (next.isPrimary(self)) {
      return new PrimaryRole(self, incarnation, store, timing, rules, bad, next, nowMs);
    }
    return next.isMember(self)
        ? new FollowerRole(self, incarnation, store, timing, rules, bad, next, nowMs)
        : new IdleRole(self, next.epoch(), store);
  }

  public ShardView view() {
    return view;
  }

  /**
   * Takes an event.
   *
   * @param nowMs never falls while the process lives
   * @return what is to be done, in this order
   */
  public List<Effect> step(Event event, long nowMs) {
    switch (event) {
      case Event.Persisted _,
          Event.LogBegun _,
          Event.SlotReplaced _,
          Event.SlotRepaired _,
          Event.MarkedEqual _,
          Event.GrowthPersisted _ ->
          onDisk--;
      default -> {}
    }
    Step step = new Step(nowMs, onDisk);
    switch (event) {
      case Event.Adopted(ShardView next) -> adopt(next, step);
      case Event.Received(StoreId from, Message message) -> receive(from, message, step);
      case Event.Write write -> role.write(write, step);
      case Event.StrongRead read -> role.read(read, step);
      case Event.Persisted persisted -> role.persisted(persisted, step);
      case Event.LogBegun _ -> role.logBegun(step);
      case Event.SlotReplaced replaced -> role.slotReplaced(replaced, step);
      case Event.SlotFailed failed -> bad.add(failed.slot());
      case Event.SlotRepaired _ -> {}
      case Event.MarkedEqual marked -> role.markedEqual(marked, step);
      case Event.GrowthPersisted persisted -> role.growthPersisted(persisted, step);
      case Event.Configured(Durability next) -> {
        durability = next;
        role.configure(next, step);
      }
      case Event.Tick _ -> role.tick(step);
    }
    takeRole(step);
    onDisk = step.onDisk();
    return step.effects();
  }

  /** What the operator is to know. */
  public MemberReport report(long nowMs) {
    return role.report(nowMs);
  }

  /**
   * The same, with a joiner's word that its primary is silent. Only that of an in-sync member
   * replaces a primary (T4); where none is left, it tells people that the primary is not merely out
   * of the operator's reach.
   */
  public MemberReport reportWithSilence(long nowMs) {
    boolean silent = nowMs - role.heardAt() > timing.primarySilent();
    return silent ? report(nowMs).withPrimarySilent() : report(nowMs);
  }

  /** How far the other members are behind; empty if this one is not their primary. */
  public SortedMap<StoreId, Lag> lags(long nowMs) {
    return role.lags(nowMs);
  }

  /** How many slots of this store are known to be bad, and wait for their repair. */
  public int badSlots() {
    return bad.count();
  }

  /** When it last heard of its primary; the end of time if it is no other's replica. */
  public long heardAt() {
    return role.heardAt();
  }

  private void adopt(ShardView next, Step step) {
    if (next.topology().epoch() <= view.topology().epoch()) {
      return;
    }
    boolean same =
        next.term() == view.term()
            && next.isPrimary(self) == view.isPrimary(self)
            && next.isMember(self) == view.isMember(self);
    boolean later = next.epoch() != view.epoch();
    view = next;
    if (same) {
      role.adopt(next, step);
    } else {
      role.leave(step);
      role = new IdleRole(self, next.epoch(), store);
      between = true;
    }
    role.tick(step);
    if (later) {
      List<Event.Received> due = List.copyOf(early);
      early.clear();
      due.forEach(received -> receive(received.from(), received.message(), step));
    }
  }

  /** The next role begins with what is on the disk: not before the former one's work is done. */
  private void takeRole(Step step) {
    if (between && step.onDisk() == 0) {
      between = false;
      role = roleUnder(view, step.nowMs());
      role.configure(durability, step);
      role.tick(step);
    }
  }

  private void receive(StoreId from, Message message, Step step) {
    if (message instanceof Message.OfMove) {
      role.receive(from, message, step);
    } else if (message.epoch() < view.epoch()) {
      step.add(new Effect.OfferTopology(from));
    } else if (message.epoch() > view.epoch()) {
      step.add(new Effect.FetchTopology(from));
      if (early.size() < MOST_EARLY) {
        early.add(new Event.Received(from, message));
      }
    } else {
      role.receive(from, message, step);
    }
  }
}
