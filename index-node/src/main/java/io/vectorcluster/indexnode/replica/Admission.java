package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.replication.Event;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.topology.EpochCheck;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotCount;
import io.vectorcluster.topology.SlotHash;
import io.vectorcluster.topology.Topology;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges calls by the topology the replica has adopted, before anything is numbered: what is
 * refused here has changed nothing.
 */
record Admission(ShardId shard, ShardStore store, IndexSet indexes, InstantSource clock) {

  /** The write as the replica takes it; empty if it was answered. */
  Optional<Event.Write> admit(
      ReplicaCommand.Write write, @Nullable Topology topology, LongSupplier call) {
    if (isAnswered(write, topology) || topology == null) {
      return Optional.empty();
    }
    SlotCount slots = topology.sharding().slots();
    List<Event.Change> changes = new ArrayList<>(write.changes().size());
    for (ReplicaCommand.Change change : write.changes()) {
      int slot = SlotHash.slot(change.id(), slots);
      if (!topology.assignment().owner(slot).equals(shard)) {
        write.answer().complete(new ShardAnswer.StaleTopology<>(topology));
        return Optional.empty();
      }
      changes.add(
          new Event.Change(new PointKey(write.collection(), slot, change.id()), change.change()));
    }
    if (indexes.find(write.collection()).isEmpty()) {
      refuse(write, Outcome.Reason.NOT_FOUND, "the collection was deleted meanwhile");
      return Optional.empty();
    }
    return taken(write, write.request(), changes, call);
  }

  /** The same for the shard's own record. */
  Optional<Event.Write> admit(
      ReplicaCommand.WriteOwn write, @Nullable Topology topology, LongSupplier call) {
    if (isAnswered(write, topology) || topology == null) {
      return Optional.empty();
    }
    PointKey key = OwnRecord.key(topology.sharding().slots().count());
    List<Event.Change> changes = List.of(new Event.Change(key, write.change()));
    return taken(write, write.request(), changes, call);
  }

  private Optional<Event.Write> taken(
      ReplicaCommand.Call<Long> write,
      RequestId request,
      List<Event.Change> changes,
      LongSupplier call) {
    return isFull(write, changes)
        ? Optional.empty()
        : Optional.of(
            new Event.Write(call.getAsLong(), write.call().shardEpoch(), request, changes));
  }

  /** The reads as the replica takes them; none if they were answered. */
  List<Event.StrongRead> admit(
      ReplicaCommand.Confirm confirm, @Nullable Topology topology, LongSupplier call) {
    if (isAnswered(confirm, topology)) {
      return List.of();
    }
    return confirm.keys().stream()
        .map(key -> new Event.StrongRead(call.getAsLong(), confirm.call().shardEpoch(), key))
        .toList();
  }

  /** Whether a read goes on; it was answered if not. */
  boolean admits(ReplicaCommand.ReadNewest read, @Nullable Topology topology) {
    return !isAnswered(read, topology);
  }

  private <T> boolean isAnswered(ReplicaCommand.Call<T> call, @Nullable Topology topology) {
    if (!clock.instant().isBefore(call.call().deadline().instant())) {
      refuse(call, Outcome.Reason.TIMEOUT, "the call waited too long: nothing was changed");
      return true;
    }
    if (topology == null) {
      refuse(call, Outcome.Reason.UNAVAILABLE, ShardGate.NO_TOPOLOGY);
      return true;
    }
    switch (EpochCheck.of(topology, shard, call.call().shardEpoch())) {
      case EpochCheck.Current _ -> {
        return false;
      }
      case EpochCheck.CallerOlder(Topology newer) ->
          call.answer().complete(new ShardAnswer.StaleTopology<>(newer));
      case EpochCheck.CallerNewer(long epoch) ->
          refuse(call, Outcome.Reason.UNAVAILABLE, ShardGate.newer(shard, topology.epoch(), epoch));
    }
    return true;
  }

  /** The disk's reserve is for deletes and for what was numbered already. */
  private boolean isFull(ReplicaCommand.Call<Long> call, List<Event.Change> changes) {
    if (changes.stream().noneMatch(c -> c.change() instanceof LoggedWrite.Change.Upsert)) {
      return false;
    }
    Optional<String> full = store.storageFull();
    full.ifPresent(message -> refuse(call, Outcome.Reason.STORAGE_FULL, message));
    return full.isPresent();
  }

  private static <T> void refuse(
      ReplicaCommand.Call<T> call, Outcome.Reason reason, String message) {
    call.answer().complete(new ShardAnswer.Refused<>(reason, message));
  }
}
