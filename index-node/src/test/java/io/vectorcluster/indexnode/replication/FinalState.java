package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Optional;

/** What has to be true when the faults are over for a while. */
record FinalState(Simulation simulation) {

  /** What is not; empty if all is. */
  Optional<String> flaw(int wantedShards) {
    // A publication may be lost with the record before anybody has heard of it: it never counted.
    Optional<Topology> inForce = simulation.api.inForce();
    return inForce.isEmpty()
        ? Optional.of("there is no record, or it was altered")
        : flaw(inForce.get(), wantedShards);
  }

  private Optional<String> flaw(Topology topology, int wantedShards) {
    if (topology.shards().size() != wantedShards
        || !topology.migrations().isEmpty()
        || !topology.goal().equals(topology.assignment())) {
      return Optional.of(
          "wanted are %d shards, there are %d; slots still under way: %s; owned are %s, planned %s"
              .formatted(
                  wantedShards,
                  topology.shards().size(),
                  topology.migrations().list(),
                  topology.assignment(),
                  topology.goal()));
    }
    return topology.shards().stream().flatMap(entry -> flaw(topology, entry).stream()).findFirst();
  }

  private Optional<String> flaw(Topology topology, ShardEntry entry) {
    ReplicaSet set = entry.replicas();
    if (set.inSync().size() != simulation.shape.copies()) {
      return Optional.of(
          "after the faults only %s of shard %s are in sync".formatted(set.inSync(), entry.id()));
    }
    SimulatedNode first = node(set.inSync().getFirst());
    for (StoreId store : set.inSync()) {
      SimulatedNode node = node(store);
      if (!node.topology().equals(topology)) {
        return Optional.of(
            "%s has epoch %d, the record %d"
                .formatted(node.name, node.topology().epoch(), topology.epoch()));
      }
      if (!node.store().trueDigests().equals(first.store().trueDigests())) {
        return Optional.of(
            "%s holds %s, %s holds %s"
                .formatted(node.name, node.store().records(), first.name, first.store().records()));
      }
    }
    List<Long> digests = first.store().trueDigests();
    for (int slot = 0; slot < topology.assignment().slots(); slot++) {
      if (digests.get(slot) != 0 && !topology.assignment().owner(slot).equals(entry.id())) {
        return Optional.of("%s still holds slot %d, of another shard".formatted(first.name, slot));
      }
    }
    return first.store().tombstones.isEmpty()
        ? Optional.empty()
        : Optional.of("deletes are remembered for ever");
  }

  private SimulatedNode node(StoreId store) {
    return simulation.find(store).orElseThrow();
  }
}
