package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.HybridClock;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A replica of a shard in the mode MultiPrimary: what it does at each event. Confined to one
 * thread; the same events at the same times have the same effects.
 */
public final class MultiPrimaryNode {
  private static final int MAX_ENTRIES = 1_024;

  /** What happens when something is durable. */
  private sealed interface Then {
    record Acknowledge(long call, PointKey key, Version version) implements Then {}

    record Confirm(StoreId origin) implements Then {}

    record Nothing() implements Then {}
  }

  private static final class Peer {
    long have = -1;
    long sent;
    long sentAt;

    /** Up to where the log was read, and had nothing for it. */
    long read;
  }

  private final long incarnation;
  private final long term;
  private final MultiStoreView store;
  private final MultiTiming timing;
  private final MultiRule.Kept rules;
  private final HybridClock clock;
  private final Map<StoreId, Peer> peers = new HashMap<>();
  private final Map<Long, Then> onDisk = new HashMap<>();
  private final Map<PointKey, Version> onTheWay = new HashMap<>();
  private long writesOnTheWay;
  private long numbers;
  private long promisedAt;

  /**
   * @param incarnation drawn at the start of the process
   * @param term the epoch at which the slots were opened (V1)
   */
  public MultiPrimaryNode(
      long incarnation, long term, List<StoreId> others, MultiStoreView store, MultiTiming timing) {
    this(incarnation, term, others, store, timing, MultiRule.Kept.ALL);
  }

  MultiPrimaryNode(
      long incarnation,
      long term,
      List<StoreId> others,
      MultiStoreView store,
      MultiTiming timing,
      MultiRule.Kept rules) {
    this.incarnation = incarnation;
    this.term = term;
    this.store = store;
    this.timing = timing;
    this.rules = rules;
    long promised = rules.keep(MultiRule.REMEMBER_PROMISE) ? store.promised() : 0;
    this.clock = new HybridClock(Math.max(store.highestClock(), promised));
    others.forEach(other -> peers.put(other, new Peer()));
  }

  /** The stamp up to which this store holds everything that anybody acknowledged (V5). */
  public long confirmed() {
    return peers.keySet().stream().mapToLong(store::heard).reduce(store.promised(), Math::min);
  }

  /**
   * Takes an event.
   *
   * @param nowMs never falls while the process lives
   */
  public List<MultiEffect> step(MultiEvent event, long nowMs) {
    List<MultiEffect> effects = new ArrayList<>();
    switch (event) {
      case MultiEvent.Write write -> write(write, nowMs, effects);
      case MultiEvent.Received(StoreId from, MultiMessage message) ->
          receive(from, message, nowMs, effects);
      case MultiEvent.Taken(Stored record) -> {
        take(record);
        effects.add(new MultiEffect.Repair(number(new Then.Nothing()), record));
      }
      case MultiEvent.Persisted(List<Long> durable) -> {
        durable.forEach(number -> persisted(number, effects));
        shipNew(nowMs, effects);
      }
      case MultiEvent.Floor(long floor) -> {
        if (floor > store.floor()) {
          effects.add(new MultiEffect.Purge(number(new Then.Nothing()), floor));
        }
      }
      case MultiEvent.Tick _ -> tick(nowMs, effects);
    }
    return effects;
  }

  private long number(Then then) {
    onDisk.put(++numbers, then);
    return numbers;
  }

  private void write(MultiEvent.Write write, long nowMs, List<MultiEffect> effects) {
    Version version = new Version(term, clock.next(nowMs), incarnation);
    Optional<Version> over =
        Optional.ofNullable(onTheWay.get(write.key()))
            .or(() -> store.newest(write.key()).map(Stored::version));
    onTheWay.put(write.key(), version);
    writesOnTheWay++;
    Stored record = new Stored(write.key(), version, write.request(), write.change());
    effects.add(
        new MultiEffect.Log(
            number(new Then.Acknowledge(write.call(), write.key(), version)), record, over));
    if (!rules.keep(MultiRule.ACKNOWLEDGE_DURABLE)) {
      effects.add(new MultiEffect.Written(write.call(), version));
    }
  }

  private void persisted(long number, List<MultiEffect> effects) {
    switch (onDisk.remove(number)) {
      case Then.Acknowledge(long call, PointKey key, Version version) -> {
        writesOnTheWay--;
        onTheWay.remove(key, version);
        if (rules.keep(MultiRule.ACKNOWLEDGE_DURABLE)) {
          effects.add(new MultiEffect.Written(call, version));
        }
      }
      case Then.Confirm(StoreId origin) ->
          effects.add(new MultiEffect.Send(origin, new MultiMessage.Have(store.have(origin))));
      case Then.Nothing() -> {}
      case null -> {}
    }
  }

  /**
   * Goes on where all that was shipped before is held; the rest waits for that, or for the tick.
   */
  private void shipNew(long nowMs, List<MultiEffect> effects) {
    peers.forEach(
        (other, peer) -> {
          if (peer.have >= peer.sent) {
            shipFurther(other, peer, nowMs, effects);
          }
        });
  }

  /**
   * Says nothing where the log only has others' writes: the answer would be durable in its turn,
   * and replicas that are at rest would never stop to talk.
   */
  private void shipFurther(StoreId other, Peer peer, long nowMs, List<MultiEffect> effects) {
    if (peer.have < 0 || Math.max(peer.have, peer.read) >= store.logged()) {
      return;
    }
    MultiStoreView.LogPart part = store.log(peer.have, MAX_ENTRIES);
    if (part.until() > peer.have || !rules.keep(MultiRule.BE_SILENT_AT_REST)) {
      ship(other, peer, part, nowMs, effects);
    } else {
      peer.read = store.logged();
    }
  }

  private void ship(StoreId other, Peer peer, long nowMs, List<MultiEffect> effects) {
    MultiStoreView.LogPart part =
        peer.have < 0
            ? new MultiStoreView.LogPart(List.of(), 0)
            : store.log(peer.have, MAX_ENTRIES);
    ship(other, peer, part, nowMs, effects);
  }

  private void ship(
      StoreId other,
      Peer peer,
      MultiStoreView.LogPart part,
      long nowMs,
      List<MultiEffect> effects) {
    peer.sentAt = nowMs;
    long after = Math.max(0, peer.have);
    peer.sent = part.until();
    boolean all = part.until() == store.logged();
    long promise = all && writesOnTheWay == 0 ? store.promised() : 0;
    effects.add(
        new MultiEffect.Send(
            other, new MultiMessage.Ship(after, part.until(), part.entries(), promise)));
    if (!rules.keep(MultiRule.SHIP_UNTIL_HELD)) {
      peer.have = part.until();
    }
  }

  private void receive(StoreId from, MultiMessage message, long nowMs, List<MultiEffect> effects) {
    Peer peer = peers.get(from);
    if (peer == null) {
      return;
    }
    switch (message) {
      case MultiMessage.Ship ship -> merge(from, ship, effects);
      case MultiMessage.Have(long sequence) -> {
        if (rules.keep(MultiRule.SHIP_UNTIL_HELD) || peer.have < 0) {
          // Who does not get on cannot be shipped to from a log that no longer reaches back so far.
          boolean further = sequence > peer.have;
          peer.have = Math.max(peer.have, sequence);
          if (further) {
            shipFurther(from, peer, nowMs, effects);
          }
        }
      }
    }
  }

  private void take(Stored record) {
    if (rules.keep(MultiRule.TAKE_STAMPS)) {
      clock.observe(record.version().clock());
    }
  }

  private void merge(StoreId from, MultiMessage.Ship ship, List<MultiEffect> effects) {
    long have = store.have(from);
    if (ship.after() > have || ship.until() < have) {
      effects.add(new MultiEffect.Send(from, new MultiMessage.Have(have)));
      return;
    }
    List<Shipment> fresh =
        ship.entries().stream().filter(entry -> entry.sequence() > have).toList();
    fresh.forEach(entry -> take(entry.record()));
    effects.add(
        new MultiEffect.Merge(
            number(new Then.Confirm(from)), from, have, fresh, ship.until(), ship.promise()));
  }

  private void tick(long nowMs, List<MultiEffect> effects) {
    if (nowMs - promisedAt >= timing.promise() && writesOnTheWay == 0) {
      promisedAt = nowMs;
      effects.add(new MultiEffect.Promise(number(new Then.Nothing()), clock.next(nowMs)));
    }
    peers.forEach(
        (other, peer) -> {
          if (nowMs - peer.sentAt >= timing.resend()) {
            ship(other, peer, nowMs, effects);
          }
        });
  }
}
