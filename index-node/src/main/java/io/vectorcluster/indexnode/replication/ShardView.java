package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an adopted topology says about one shard.
 *
 * @param epoch of the shard's entry: messages carry it (T2)
 * @param term the lowest term of the shard's slots; the entry's epoch if it has none. A change of
 *     the primary reopens all slots of the shard and so raises it, and nothing lowers it: whoever
 *     sees another term starts over, also after having missed a primary in between
 * @param terms of all slots
 */
public record ShardView(
    ShardId shard, long epoch, long term, ReplicaSet replicas, SlotTerms terms) {

  /** The shard's part of a topology; empty if the topology does not have the shard. */
  public static Optional<ShardView> of(Topology topology, ShardId shard) {
    return topology.shard(shard).map(entry -> of(topology, entry));
  }

  private static ShardView of(Topology topology, ShardEntry entry) {
    long lowest = Long.MAX_VALUE;
    for (int slot = 0; slot < topology.assignment().slots(); slot++) {
      if (topology.assignment().ownerValue(slot) == entry.id().value()) {
        lowest = Math.min(lowest, topology.terms().term(slot));
      }
    }
    long term = lowest == Long.MAX_VALUE ? entry.epoch() : lowest;
    return new ShardView(entry.id(), entry.epoch(), term, entry.replicas(), topology.terms());
  }

  /**
   * The term of a slot.
   *
   * @param slot one above the last is the shard's own, which no assignment moves: it is as old as
   *     the shard's primary
   */
  long termOf(int slot) {
    return slot < terms.slots() ? terms.term(slot) : term;
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
