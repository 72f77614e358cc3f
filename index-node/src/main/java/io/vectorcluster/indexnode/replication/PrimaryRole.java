package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.core.HybridClock;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The primary: makes the in-sync members equal to itself, then numbers writes and acknowledges what
 * all of them hold.
 */
final class PrimaryRole implements Role {
  private final StoreId self;
  private final long incarnation;
  private final StoreView store;
  private final Rules rules;
  private final Session session;
  private final HybridClock clock;
  private final WriteWindow writes;
  private final StrongReads reads = new StrongReads();
  private final Peers peers;
  private final PrimaryRepair repair;
  private final PrimaryPurge purge;
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
    this.incarnation = incarnation;
    this.store = store;
    this.rules = rules;
    this.view = view;
    this.session = new Session(view.term(), incarnation);
    this.clock = new HybridClock(rules.keep(Rule.CLOCK_ABOVE_STORE) ? store.highestClock() : 0);
    this.writes = new WriteWindow(store.last());
    this.peers = new Peers(session, store, writes, timing);
    this.repair = new PrimaryRepair(store, writes, peers, timing, rules, bad, nowMs);
    this.purge = new PrimaryPurge(store, writes, peers, rules);
    peers.follow(view, self, nowMs);
    store
        .growth()
        .filter(growth -> growth.epoch() == view.epoch() && rules.keep(Rule.REMEMBER_GROWTH))
        .ifPresent(
            growth -> {
              growing.addAll(growth.joiners());
              reported.addAll(growth.joiners());
            });
    this.awaited = awaited();
  }

  @Override
  public void adopt(ShardView next, Step step) {
    view = next;
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
          Message.Confirm _ -> {}
    }
  }

  @Override
  public void write(Event.Write write, Step step) {
    if (!serving || write.epoch() != view.epoch()) {
      step.refuse(write.call(), serving ? "another epoch" : "the primary does not serve yet");
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
    List<Version> versions = new ArrayList<>();
    List<LoggedWrite> fresh = new ArrayList<>();
    long last = 0;
    for (Event.Change change : write.changes()) {
      Optional<LogEntry> known =
          rules.keep(Rule.KNOW_RETRIES)
              ? writes
                  .find(write.request(), change.key())
                  .map(LogEntry::of)
                  .or(() -> store.logged(write.request(), change.key()))
              : Optional.empty();
      if (known.isPresent()) {
        versions.add(known.get().version());
        last = Math.max(last, known.get().position().sequence());
      } else {
        LoggedWrite entry = number(write, change, step.nowMs());
        writes.add(entry);
        fresh.add(entry);
        versions.add(entry.version());
        last = Math.max(last, entry.position().sequence());
      }
    }
    boolean hasty = !rules.keep(Rule.RETRY_WAITS_FOR_ALL) && fresh.isEmpty();
    writes.await(hasty ? writes.committed() : last, write.call(), versions);
    log(fresh, step);
    advance(step);
  }

  private void log(List<LoggedWrite> fresh, Step step) {
    if (!fresh.isEmpty()) {
      step.add(new Effect.Persist(fresh, Set.of()));
      repair.numbered(fresh);
      peers.sendAll(view.epoch(), step);
    }
  }

  private LoggedWrite number(Event.Write write, Event.Change change, long nowMs) {
    LogPosition position = new LogPosition(session.term(), writes.logged().sequence() + 1);
    Version version = new Version(view.termOf(change.key().slot()), clock.next(nowMs), incarnation);
    return new LoggedWrite(
        position, nowMs, write.request(), change.key(), version, change.change());
  }

  @Override
  public void read(Event.StrongRead read, Step step) {
    if (!serving || read.epoch() != view.epoch()) {
      step.refuse(read.call(), serving ? "another epoch" : "the primary does not serve yet");
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
      log(purge.due(session.term(), view.others(self), durability, step.nowMs()), step);
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
    reads.advance(peers, awaited, view.epoch(), writes, rules, step);
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
        self, view.epoch(), serving, silent, peers.lost(), ready, false, store.last().sequence());
  }
}
