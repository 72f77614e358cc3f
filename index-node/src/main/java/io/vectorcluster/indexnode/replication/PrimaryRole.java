package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.core.HybridClock;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.StoreId;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The primary: makes the in-sync members equal to itself, then numbers writes and acknowledges what
 * all of them hold.
 */
final class PrimaryRole implements Role {
  private static final String OPENING = "the slot is on its way to this shard, or from it";

  private final StoreId self;
  private final StoreView store;
  private final Rules rules;
  private final Session session;
  private final PrimaryLog log;
  private final WriteWindow writes;
  private final StrongReads reads = new StrongReads();
  private final Peers peers;
  private final PrimaryRepair repair;
  private final PrimaryPurge purge;
  private final PrimaryMoves moves;
  private ShardView view;
  private boolean serving;
  private Durability durability = Durability.DEFAULT;

  /** Joiners that are waited for; {@code reported} once that is on the disk. */
  private TreeSet<StoreId> growing = new TreeSet<>();

  private TreeSet<StoreId> reported = new TreeSet<>();

  /** Whose word every acknowledgement needs. */
  private SortedSet<StoreId> awaited;

  PrimaryRole(
      StoreId self,
      long incarnation,
      StoreView store,
      Timing timing,
      Rules rules,
      BadSlots bad,
      ShardView view,
      long nowMs) {
    this.self = self;
    this.store = store;
    this.rules = rules;
    this.view = view;
    this.session = new Session(view.term(), incarnation);
    this.writes = new WriteWindow(store.last());
    HybridClock clock =
        new HybridClock(rules.keep(Rule.CLOCK_ABOVE_STORE) ? store.highestClock() : 0);
    this.log = new PrimaryLog(session, clock, store, writes, rules);
    this.peers = new Peers(session, store, writes, timing);
    this.repair = new PrimaryRepair(store, writes, peers, timing, rules, bad, nowMs);
    this.purge = new PrimaryPurge(store, writes, log, peers, rules);
    this.moves = new PrimaryMoves(store, writes, log, timing, rules, bad, view);
    peers.follow(view, self, nowMs);
    if (rules.keep(Rule.REMEMBER_GROWTH)) {
      growing = new TreeSet<>(Growth.reported(store, view.epoch()));
      reported = new TreeSet<>(growing);
    }
    this.awaited = awaited();
  }

  @Override
  public void adopt(ShardView next, Step step) {
    boolean same = next.epoch() == view.epoch();
    view = next;
    moves.adopt(next);
    if (same) {
      return;
    }
    // A report names its epoch: it is void now, and whoever was published is waited for anyway.
    growing = new TreeSet<>();
    if (rules.keep(Rule.REPORT_ANEW)) {
      reported = new TreeSet<>();
    }
    awaited = awaited();
    peers.follow(view, self, step.nowMs());
    advance(step);
  }

  @Override
  public void receive(StoreId from, Message message, Step step) {
    if (message instanceof Message.OfMove ofMove) {
      if (serving) {
        moves.receive(from, ofMove, step);
        advance(step);
      }
      return;
    }
    if (!peers.heard(from, step.nowMs())) {
      return;
    }
    boolean counts = serving && (view.isInSync(from) || growing.contains(from));
    switch (message) {
      case Message.Hello hello -> peers.hello(from, hello, counts, view.epoch(), step);
      case Message.SlotWanted wanted ->
          repair.show(from, wanted, !serving && awaited.contains(from), view.epoch(), step);
      case Message.SlotImage image -> repair.image(from, image, view, step);
      case Message.Sums sums -> repair.sums(from, sums, view.epoch(), step);
      case Message.Ack ack -> {
        peers.acked(from, ack, view.epoch(), step);
        advance(step);
      }
      case Message.Confirmed confirmed -> {
        if (confirmed.session().equals(session)) {
          peers.confirmed(from, confirmed.round());
          advance(step);
        }
      }
      case Message.Invitation _,
          Message.Resume _,
          Message.MakeEqual _,
          Message.Append _,
          Message.SumsWanted _,
          Message.SlotsDiffer _,
          Message.Alive _,
          Message.OfMove _,
          Message.Confirm _ -> {}
    }
  }

  @Override
  public void write(Event.Write write, Step step) {
    if (!serving || write.epoch() != view.epoch()) {
      step.refuse(write.call(), serving ? "another epoch" : "the primary does not serve yet");
      return;
    }
    if (!write.changes().stream().allMatch(change -> moves.isOpen(change.key().slot()))) {
      step.refuse(write.call(), OPENING);
      return;
    }
    int inSync = view.replicas().inSync().size();
    if (inSync < durability.minInSync()) {
      step.refuse(
          write.call(),
          "%d copies are in sync, minInSync asks for %d".formatted(inSync, durability.minInSync()));
      return;
    }
    if (writes.isFull()) {
      step.refuse(write.call(), "too many writes wait for the shard's other replicas");
      return;
    }
    PrimaryLog.Taken taken = log.take(write, view, step.nowMs());
    boolean hasty = !rules.keep(Rule.RETRY_WAITS_FOR_ALL) && taken.fresh().isEmpty();
    long awaitedUpTo = hasty ? writes.committed() : taken.last();
    writes.await(awaitedUpTo, write.call(), taken.versions());
    persist(taken.fresh(), step);
    advance(step);
  }

  private void persist(List<LoggedWrite> fresh, Step step) {
    if (!fresh.isEmpty()) {
      step.add(new Effect.Persist(fresh, Set.of()));
      repair.numbered(fresh);
      moves.numbered(fresh);
      peers.sendAll(view.epoch(), step);
    }
  }

  @Override
  public void read(Event.StrongRead read, Step step) {
    if (!serving || read.epoch() != view.epoch()) {
      step.refuse(read.call(), serving ? "another epoch" : "the primary does not serve yet");
      return;
    }
    if (!moves.isOpen(read.key().slot())) {
      step.refuse(read.call(), OPENING);
      return;
    }
    reads.add(read.call(), read.key(), writes);
    advance(step);
  }

  @Override
  public void persisted(Event.Persisted persisted, Step step) {
    writes.persisted(persisted.upTo());
    advance(step);
  }

  @Override
  public void growthPersisted(Event.GrowthPersisted persisted, Step step) {
    if (persisted.growth().epoch() == view.epoch()) {
      reported.addAll(persisted.growth().joiners());
    }
  }

  @Override
  public void tick(Step step) {
    peers.tick(view.epoch(), reads.underWay(), step);
    grow(step);
    advance(step);
    if (serving) {
      repair.tick(view, step);
      persist(purge.due(view.others(self), durability, moves::isOpen, step.nowMs()), step);
    }
  }

  /** Joiners that hold all that is acknowledged are waited for from now on, then reported (P2). */
  private void grow(Step step) {
    TreeSet<StoreId> next = new TreeSet<>(growing);
    if (serving) {
      peers.equalUpTo(writes.committed()).stream()
          .filter(member -> !view.isInSync(member))
          .forEach(next::add);
    }
    if (!next.equals(growing)) {
      growing = next;
      awaited = awaited();
      step.add(new Effect.PersistGrowth(new Growth(view.epoch(), new TreeSet<>(next))));
    }
  }

  /** Serves, acknowledges and answers as far as the members have come. */
  private void advance(Step step) {
    if (!serving) {
      SortedSet<StoreId> equal = peers.equalUpTo(writes.logged().sequence());
      serving = equal.containsAll(awaited) || !rules.keep(Rule.EQUAL_BEFORE_SERVING);
    }
    commit(step);
    if (serving) {
      long held = Math.min(writes.durable().sequence(), peers.held(awaited));
      persist(moves.advance(held, step), step);
    }
    reads.advance(peers, awaited, view.epoch(), writes, moves::isOpen, rules, step);
  }

  /** A write that was taken is not acknowledged with fewer copies than were asked for. */
  private void commit(Step step) {
    long durable = writes.durable().sequence();
    switch (durability.acks()) {
      case ONE -> writes.commit(durable, step);
      case IN_SYNC -> {
        if (view.replicas().inSync().size() >= durability.minInSync()) {
          writes.commit(Math.min(durable, peers.held(awaited)), step);
        }
      }
    }
  }

  @Override
  public void configure(Durability next, Step step) {
    durability = next;
    advance(step);
  }

  private SortedSet<StoreId> awaited() {
    SortedSet<StoreId> others = new TreeSet<>(view.replicas().inSync());
    others.remove(self);
    if (rules.keep(Rule.WAIT_BEFORE_REPORT)) {
      others.addAll(growing);
    }
    if (!rules.keep(Rule.WAIT_FOR_ALL) && others.size() > 1) {
      others.remove(others.last());
    }
    return others;
  }

  @Override
  public void leave(Step step) {
    writes.abandon(step);
    reads.abandon(step);
  }

  @Override
  public SortedMap<StoreId, Lag> lags(long nowMs) {
    return peers.lags(nowMs);
  }

  @Override
  public MemberReport report(long nowMs) {
    SortedSet<StoreId> ready = new TreeSet<>(reported);
    ready.removeAll(view.replicas().inSync());
    ready.retainAll(peers.equal());
    SortedSet<StoreId> silent = peers.silent(awaited, durability.gcGrace(), nowMs);
    return new MemberReport(
        self,
        view.epoch(),
        serving,
        silent,
        peers.lost(),
        ready,
        false,
        store.last().sequence(),
        serving ? moves.report() : List.of());
  }
}
