package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotCount;
import io.vectorcluster.topology.SlotHash;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Where each point lies, by one topology; made once for each. */
final class Routes {
  private final Topology topology;
  private final SlotCount slots;
  private final ShardEntry[] owners;
  private final List<ShardEntry> shards;

  private Routes(Topology topology) {
    this.topology = topology;
    this.slots = topology.sharding().slots();
    Map<Integer, ShardEntry> byId = new LinkedHashMap<>();
    topology.shards().forEach(entry -> byId.put(entry.id().value(), entry));
    this.owners = new ShardEntry[slots.count()];
    Map<Integer, ShardEntry> owning = new LinkedHashMap<>();
    for (int slot = 0; slot < owners.length; slot++) {
      int owner = topology.assignment().ownerValue(slot);
      owners[slot] = Objects.requireNonNull(byId.get(owner), "a topology lists every owner");
      owning.put(owner, owners[slot]);
    }
    this.shards = topology.shards().stream().filter(owning::containsValue).toList();
  }

  static Routes of(Topology topology) {
    return new Routes(topology);
  }

  Topology topology() {
    return topology;
  }

  /** The shards that own slots, by id: all there is to search. */
  List<ShardEntry> shards() {
    return shards;
  }

  /** Whether slots move from or to a shard. */
  boolean moves(ShardId shard) {
    return !topology.migrations().concerning(shard).isEmpty();
  }

  ShardEntry ownerOf(PointId id) {
    return owners[SlotHash.slot(id, slots)];
  }

  /**
   * Items whose points one shard owns.
   *
   * @param items in the order given
   */
  record Group<T>(ShardEntry entry, List<T> items) {}

  /** Items by the shard that owns their point. */
  <T> List<Group<T>> byOwner(List<T> items, Function<T, PointId> id) {
    Map<Integer, Group<T>> groups = new LinkedHashMap<>();
    for (T item : items) {
      ShardEntry owner = ownerOf(id.apply(item));
      groups
          .computeIfAbsent(owner.id().value(), shard -> new Group<>(owner, new ArrayList<>()))
          .items()
          .add(item);
    }
    return List.copyOf(groups.values());
  }
}
