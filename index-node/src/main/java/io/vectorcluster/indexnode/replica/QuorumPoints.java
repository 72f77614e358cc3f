package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.replication.Event;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.catchup.Catchup;
import io.vectorcluster.indexnode.replication.catchup.CatchupEffect;
import io.vectorcluster.indexnode.replication.catchup.CatchupMessage;
import io.vectorcluster.indexnode.replication.catchup.CatchupTiming;
import io.vectorcluster.indexnode.replication.quorum.QuorumEffect;
import io.vectorcluster.indexnode.replication.quorum.QuorumEvent;
import io.vectorcluster.indexnode.replication.quorum.QuorumMessage;
import io.vectorcluster.indexnode.replication.quorum.QuorumNode;
import io.vectorcluster.indexnode.replication.quorum.QuorumSet;
import io.vectorcluster.indexnode.replication.quorum.QuorumTiming;
import io.vectorcluster.indexnode.replication.quorum.QuorumView;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.topology.Voters;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A replica's points in the mode Quorum. What it missed while it was away it takes from others by
 * comparing with them; no acknowledgement rests on that.
 */
final class QuorumPoints implements PointsRole {
  /** Gives up before a coordinator would; a retry comes within 20 s. */
  private static final QuorumTiming TIMING = new QuorumTiming(500, 4_000, 40_000);

  /** Points of operations under way; more are refused. */
  private static final int MAX_RUNNING = 16_384;

  private final ReplicaLoop.Identity identity;
  private final StoredPoints points;
  private final PointsDisk disk;
  private final PointsOutbox outbox;
  private final IndexSet indexes;
  private final Catchup catchup;
  private final Map<Long, Consumer<QuorumEffect>> calls = new HashMap<>();
  private List<StoreId> others = List.of();
  private Optional<Voters> voters = Optional.empty();
  private @Nullable QuorumNode node;
  private long lastCall;
  private long nowMs;

  QuorumPoints(
      ReplicaLoop.Identity identity,
      StoredPoints points,
      PointsDisk disk,
      PointsOutbox outbox,
      IndexSet indexes) {
    this.identity = identity;
    this.points = points;
    this.disk = disk;
    this.outbox = outbox;
    this.indexes = indexes;
    this.catchup = new Catchup(identity.incarnation(), points, CatchupTiming.DEFAULT);
  }

  @Override
  public void adopt(Topology topology, long atMs) {
    nowMs = atMs;
    Optional<ShardEntry> entry = topology.shard(identity.shard());
    others =
        entry.stream()
            .flatMap(each -> each.replicas().members().stream())
            .map(Member::store)
            .filter(store -> !store.equals(identity.store()))
            .toList();
    voters = entry.flatMap(ShardEntry::voters);
    if (voters.isEmpty() || !(topology.mode() instanceof ReplicationMode.Quorum quorum)) {
      return;
    }
    QuorumView view = view(voters.get(), quorum);
    if (node == null) {
      node = new QuorumNode(identity.store(), identity.incarnation(), points, TIMING, view);
      step(new QuorumEvent.Tick());
    } else {
      step(new QuorumEvent.Adopted(view));
    }
  }

  private static QuorumView view(Voters voters, ReplicationMode.Quorum quorum) {
    QuorumSet set = new QuorumSet(voters.epoch(), voters.stores(), quorum.write(), quorum.read());
    return new QuorumView(
        set,
        voters.former().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new QuorumSet(
                    voters.formerEpoch(), voters.former(), quorum.write(), quorum.read())));
  }

  @Override
  public Optional<String> refuses() {
    QuorumNode known = node;
    if (known == null) {
      return Optional.of("too few stores of this shard have been seen: repeat the request");
    }
    return known.running() < MAX_RUNNING
        ? Optional.empty()
        : Optional.of("too many operations wait for other replicas: repeat the request");
  }

  @Override
  public void write(
      Event.Write write, boolean repeated, CompletableFuture<ShardAnswer<Long>> answer, long atMs) {
    nowMs = atMs;
    if (repeated && !write.changes().stream().allMatch(change -> knows(write, change))) {
      // Another process has drawn the versions, or will: a second one could come to light later.
      answer.complete(
          new ShardAnswer.Unreachable<>("who took the request first is gone: it may be stored"));
      return;
    }
    int[] left = {write.changes().size()};
    for (Event.Change change : write.changes()) {
      calls.put(
          ++lastCall,
          effect -> {
            if (effect instanceof QuorumEffect.Unknown) {
              answer.complete(
                  new ShardAnswer.Unreachable<>("too few replicas answered: it may be stored"));
            } else if (--left[0] == 0) {
              answer.complete(new ShardAnswer.Answered<>(points.logged()));
            }
          });
      step(new QuorumEvent.Write(lastCall, write.request(), change.key(), change.change()));
    }
  }

  private boolean knows(Event.Write write, Event.Change change) {
    return node != null && node.knows(write.request(), change.key());
  }

  @Override
  public void read(
      List<PointKey> keys, CompletableFuture<ShardAnswer<List<Stored>>> answer, long atMs) {
    nowMs = atMs;
    Map<PointKey, Stored> found = new HashMap<>();
    int[] left = {keys.size()};
    for (PointKey key : keys) {
      calls.put(
          ++lastCall,
          effect -> {
            if (effect instanceof QuorumEffect.Found(long _, Optional<Stored> record)) {
              record.ifPresent(stored -> found.put(key, stored));
              if (--left[0] == 0) {
                answer.complete(new ShardAnswer.Answered<>(List.copyOf(found.values())));
              }
            } else {
              answer.complete(
                  new ShardAnswer.Refused<>(
                      Outcome.Reason.UNAVAILABLE, "too few replicas answered: repeat the request"));
            }
          });
      step(new QuorumEvent.StrongRead(lastCall, key));
    }
  }

  @Override
  public void hear(StoreId from, PointsMessage message, long atMs) {
    nowMs = atMs;
    switch (message) {
      case PointsMessage.OfQuorum(QuorumMessage quorum) ->
          step(new QuorumEvent.Received(from, quorum));
      case PointsMessage.OfCatchup(CatchupMessage said) ->
          perform(catchup.receive(from, said, nowMs));
      case PointsMessage.OfMultiPrimary _ -> {
        // Of another mode: not for us.
      }
    }
  }

  @Override
  public void tick(long atMs) {
    nowMs = atMs;
    step(new QuorumEvent.Tick());
    perform(catchup.tick(others, nowMs));
  }

  @Override
  public boolean work(long atMs) {
    nowMs = atMs;
    @Nullable PointsMessage own = outbox.own();
    while (own != null) {
      hear(identity.store(), own, atMs);
      own = outbox.own();
    }
    outbox.flush();
    if (disk.isIdle()) {
      return false;
    }
    disk.perform(atMs);
    return true;
  }

  private void step(QuorumEvent event) {
    QuorumNode known = node;
    if (known == null) {
      return;
    }
    for (QuorumEffect effect : known.step(event, nowMs)) {
      switch (effect) {
        case QuorumEffect.Send(StoreId to, QuorumMessage message) ->
            outbox.add(to, new PointsMessage.OfQuorum(message));
        case QuorumEffect.Persist(long number, List<Stored> records) ->
            disk.merge(records, null, () -> step(new QuorumEvent.Persisted(number)));
        case QuorumEffect.MarkHolding(long number, long epoch) ->
            disk.remember(
                StoredPoints.holding(epoch), () -> step(new QuorumEvent.Persisted(number)));
        case QuorumEffect.Written(long call, var _) -> end(call, effect);
        case QuorumEffect.Found(long call, var _) -> end(call, effect);
        case QuorumEffect.Unknown(long call) -> end(call, effect);
      }
    }
  }

  private void end(long call, QuorumEffect effect) {
    Consumer<QuorumEffect> caller = calls.remove(call);
    if (caller != null) {
      caller.accept(effect);
    }
  }

  private void perform(List<CatchupEffect> effects) {
    for (CatchupEffect effect : effects) {
      switch (effect) {
        case CatchupEffect.Send(StoreId to, CatchupMessage message) ->
            outbox.add(to, new PointsMessage.OfCatchup(message));
        case CatchupEffect.Merge(List<Stored> records) ->
            // A collection that was dropped here is not brought back by who has not dropped it yet.
            disk.merge(
                records.stream()
                    .filter(record -> indexes.find(record.key().collection()).isPresent())
                    .toList(),
                null,
                () -> {});
        case CatchupEffect.Caught _ -> {
          // Quorums, not logs, say what is held.
        }
      }
    }
  }

  @Override
  public void abandon(String why) {
    List.copyOf(calls.keySet()).forEach(call -> end(call, new QuorumEffect.Unknown(call)));
  }

  @Override
  public Standing standing() {
    QuorumNode known = node;
    boolean holds = known != null && known.holds();
    Set<StoreId> holding =
        new HashSet<>(catchup.holding(voters.map(Voters::epoch).orElse(Long.MAX_VALUE)));
    if (holds) {
      holding.add(identity.store());
    }
    Optional<String> lacks =
        holds
            ? Optional.empty()
            : Optional.of("this replica does not hold what others may have acknowledged yet");
    return new Standing(lacks, holding, 0);
  }
}
