package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.Event;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.catchup.Catchup;
import io.vectorcluster.indexnode.replication.catchup.CatchupEffect;
import io.vectorcluster.indexnode.replication.catchup.CatchupMessage;
import io.vectorcluster.indexnode.replication.catchup.CatchupTiming;
import io.vectorcluster.indexnode.replication.multiprimary.MultiEffect;
import io.vectorcluster.indexnode.replication.multiprimary.MultiEvent;
import io.vectorcluster.indexnode.replication.multiprimary.MultiMessage;
import io.vectorcluster.indexnode.replication.multiprimary.MultiPrimaryNode;
import io.vectorcluster.indexnode.replication.multiprimary.MultiTiming;
import io.vectorcluster.indexnode.replication.multiprimary.Shipment;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A replica's points in the mode MultiPrimary. What cannot be shipped, because the log no longer
 * reaches back or the disk is new, is taken by comparing with others.
 */
final class MultiPrimaryPoints implements PointsRole {
  /** Versions compare by clock alone: the term is the same for ever. */
  private static final long TERM = 1;

  /** Tombstones are kept, so that nobody needs a promise. */
  private static final MultiTiming TIMING =
      new MultiTiming(MultiTiming.DEFAULT.resend(), Long.MAX_VALUE);

  /** What a store that holds everything remembers: there are no voters, and so no epochs. */
  private static final long HOLDS = 1;

  private final ReplicaLoop.Identity identity;
  private final StoredShipments shipments;
  private final PointsDisk disk;
  private final PointsOutbox outbox;
  private final IndexSet indexes;
  private final Catchup catchup;
  private final Map<Long, Runnable> calls = new HashMap<>();
  private final Map<Long, CompletableFuture<ShardAnswer<Long>>> answers = new HashMap<>();
  private final Conflicts conflicts;
  private final List<Long> durable = new ArrayList<>();
  private ReplicaSet set = ReplicaSet.AWAITED;
  private List<StoreId> others = List.of();
  private @Nullable MultiPrimaryNode node;
  private boolean holds;
  private long lastCall;
  private long nowMs;

  MultiPrimaryPoints(
      ReplicaLoop.Identity identity,
      StoredShipments shipments,
      PointsDisk disk,
      PointsOutbox outbox,
      IndexSet indexes) {
    this.identity = identity;
    this.shipments = shipments;
    this.disk = disk;
    this.outbox = outbox;
    this.indexes = indexes;
    this.conflicts = new Conflicts(shipments.points().store());
    this.catchup = new Catchup(identity.incarnation(), shipments.points(), CatchupTiming.DEFAULT);
    this.holds = shipments.points().holds() >= HOLDS;
  }

  /** A store that is named in sync holds all: as one of the first, or because it said so. */
  @Override
  public void adopt(Topology topology, long atMs) {
    nowMs = atMs;
    set = topology.shard(identity.shard()).map(ShardEntry::replicas).orElse(ReplicaSet.AWAITED);
    List<StoreId> next =
        set.members().stream()
            .map(Member::store)
            .filter(store -> !store.equals(identity.store()))
            .toList();
    if (node == null || !next.equals(others)) {
      others = next;
      node = new MultiPrimaryNode(identity.incarnation(), TERM, others, shipments, TIMING);
      step(new MultiEvent.Tick());
    }
    if (set.isInSync(identity.store())) {
      hold();
    }
  }

  private void hold() {
    if (!holds) {
      disk.remember(StoredPoints.holding(HOLDS), () -> holds = true);
    }
  }

  private Optional<String> lacks() {
    return holds
        ? Optional.empty()
        : Optional.of("this replica does not hold what others have yet");
  }

  @Override
  public Optional<String> refuses() {
    return lacks();
  }

  @Override
  public void write(
      Event.Write write, boolean repeated, CompletableFuture<ShardAnswer<Long>> answer, long atMs) {
    nowMs = atMs;
    if (repeated) {
      answer.complete(
          write.changes().stream().allMatch(change -> isLogged(write, change))
              ? new ShardAnswer.Answered<>(shipments.logged())
              // Stamped anew it would win over what was written meanwhile (V4).
              : new ShardAnswer.Unreachable<>("nobody here knows whether it was stored"));
      return;
    }
    int[] left = {write.changes().size()};
    for (Event.Change change : write.changes()) {
      calls.put(
          ++lastCall,
          () -> {
            if (--left[0] == 0) {
              answer.complete(new ShardAnswer.Answered<>(shipments.logged()));
            }
          });
      answers.put(lastCall, answer);
      step(new MultiEvent.Write(lastCall, write.request(), change.key(), change.change()));
    }
  }

  private boolean isLogged(Event.Write write, Event.Change change) {
    return shipments.points().store().replica().logged(write.request(), change.key()).isPresent();
  }

  @Override
  public void read(
      List<PointKey> keys, CompletableFuture<ShardAnswer<List<Stored>>> answer, long atMs) {
    answer.complete(
        new ShardAnswer.Answered<>(
            keys.stream().flatMap(key -> shipments.newest(key).stream()).toList()));
  }

  @Override
  public void hear(StoreId from, PointsMessage message, long atMs) {
    nowMs = atMs;
    switch (message) {
      case PointsMessage.OfMultiPrimary(MultiMessage multi) ->
          step(new MultiEvent.Received(from, multi));
      case PointsMessage.OfCatchup(CatchupMessage said) ->
          perform(catchup.receive(from, said, nowMs));
      case PointsMessage.OfQuorum _ -> {
        // Of another mode: not for us.
      }
    }
  }

  @Override
  public void tick(long atMs) {
    nowMs = atMs;
    step(new MultiEvent.Tick());
    perform(catchup.tick(others, nowMs));
  }

  @Override
  public boolean work(long atMs) {
    nowMs = atMs;
    outbox.flush();
    if (disk.isIdle() && durable.isEmpty()) {
      return false;
    }
    if (!disk.isIdle()) {
      disk.perform(atMs);
    }
    if (!durable.isEmpty()) {
      List<Long> numbers = List.copyOf(durable);
      durable.clear();
      step(new MultiEvent.Persisted(numbers));
    }
    return true;
  }

  private void step(MultiEvent event) {
    MultiPrimaryNode known = node;
    if (known == null) {
      return;
    }
    for (MultiEffect effect : known.step(event, nowMs)) {
      switch (effect) {
        case MultiEffect.Send(StoreId to, MultiMessage message) ->
            outbox.add(to, new PointsMessage.OfMultiPrimary(message));
        case MultiEffect.Written(long call, Version _) -> {
          answers.remove(call);
          Optional.ofNullable(calls.remove(call)).ifPresent(Runnable::run);
        }
        case MultiEffect.Log(long number, Stored record, Optional<Version> over) -> {
          shipments.replaced(record.version(), over);
          disk.merge(List.of(record), null, () -> durable.add(number));
        }
        case MultiEffect.Merge merge -> merge(merge);
        case MultiEffect.Repair(long number, Stored record) ->
            disk.merge(List.of(record), null, () -> durable.add(number));
        case MultiEffect.Promise _, MultiEffect.Purge _ ->
            throw new IllegalStateException("nobody asked for a floor of tombstones");
      }
    }
  }

  private void merge(MultiEffect.Merge merge) {
    conflicts.count(merge);
    Optional<PointsDisk.Note> note =
        merge.after() <= shipments.planned(merge.origin())
            ? shipments.plan(merge.origin(), merge.have())
            : Optional.empty();
    List<Stored> records = merge.entries().stream().map(Shipment::record).toList();
    long held = shipments.planned(merge.origin());
    Runnable done =
        () -> {
          shipments.done(merge.origin(), held);
          durable.add(merge.number());
        };
    if (note.isEmpty() && records.isEmpty() && disk.isIdle()) {
      done.run();
    } else {
      disk.merge(records, note.orElse(null), done);
    }
  }

  private void perform(List<CatchupEffect> effects) {
    for (CatchupEffect effect : effects) {
      switch (effect) {
        case CatchupEffect.Send(StoreId to, CatchupMessage message) ->
            outbox.add(to, new PointsMessage.OfCatchup(message));
        case CatchupEffect.Merge(List<Stored> records) ->
            // A collection that was dropped here is not brought back by who has not dropped it yet.
            records.stream()
                .filter(record -> indexes.find(record.key().collection()).isPresent())
                .forEach(record -> step(new MultiEvent.Taken(record)));
        case CatchupEffect.Caught(StoreId store, long logged) -> caught(store, logged);
      }
    }
  }

  private void caught(StoreId from, long logged) {
    shipments
        .plan(from, logged)
        .ifPresent(note -> disk.merge(List.of(), note, () -> shipments.done(from, logged)));
    List<StoreId> inSync =
        set.inSync().stream().filter(store -> !store.equals(identity.store())).toList();
    if (catchup.hasCaught(inSync) && !set.isAwaited()) {
      hold();
    }
  }

  @Override
  public void abandon(String why) {
    answers.values().forEach(answer -> answer.complete(new ShardAnswer.Unreachable<>(why)));
    answers.clear();
    calls.clear();
  }

  @Override
  public Standing standing() {
    Set<StoreId> holding = new HashSet<>(catchup.holding(HOLDS));
    if (holds) {
      holding.add(identity.store());
    }
    return new Standing(lacks(), holding, conflicts.count());
  }
}
