package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an adopted topology says about one shard.
 *
 * @param epoch of the shard's entry: messages carry it (T2)
 * @param term of the shard's primary: whoever sees another one starts over, also after having
 *     missed a primary in between
 */
public record ShardView(
    ShardId shard, long epoch, long term, ReplicaSet replicas, Topology topology) {

  /** The shard's part of a topology; one that does not have the shard has no members for it. */
  public static ShardView of(Topology topology, ShardId shard) {
    Optional<ShardEntry> entry = topology.shard(shard);
    return entry.isPresent()
        ? new ShardView(
            shard, entry.get().epoch(), entry.get().term(), entry.get().replicas(), topology)
        : new ShardView(shard, topology.epoch(), topology.epoch(), ReplicaSet.AWAITED, topology);
  }

  /**
   * The term of a slot.
   *
   * @param slot one above the last is the shard's own, which no assignment moves: it is as old as
   *     the shard's primary
   */
  long termOf(int slot) {
    return slot < topology.terms().slots() ? topology.terms().term(slot) : term;
  }

  /** Whether the shard owns a slot. */
  boolean owns(int slot) {
    return topology.assignment().ownerValue(slot) == shard.value();
  }

  /** Slots on their way from or to the shard. */
  List<Migration> migrations() {
    return topology.migrations().concerning(shard);
  }

  /**
   * What a store of the shard shows of slots on their way: by slot, the epoch of the switch by
   * which the shard last opened it.
   */
  public Map<Integer, Long> opened(StoreView store) {
    Map<Integer, Long> opened = new HashMap<>();
    SlotNotes.read(store, topology)
        .notes()
        .forEach((slot, note) -> opened.put(slot, note.opened()));
    return opened;
  }

  /** The primary of another shard; empty if it has none. */
  Optional<StoreId> primaryOf(ShardId other) {
    return topology
        .shard(other)
        .flatMap(entry -> entry.replicas().primaryMember())
        .map(Member::store);
  }

  boolean isPrimary(StoreId store) {
    return store.equals(replicas.primary());
  }

  boolean isMember(StoreId store) {
    return replicas.member(store).isPresent();
  }

  boolean isInSync(StoreId store) {
    return replicas.isInSync(store);
  }

  /** The members but one. */
  List<StoreId> others(StoreId self) {
    List<StoreId> others = new ArrayList<>();
    for (Member member : replicas.members()) {
      if (!member.store().equals(self)) {
        others.add(member.store());
      }
    }
    return others;
  }
}
