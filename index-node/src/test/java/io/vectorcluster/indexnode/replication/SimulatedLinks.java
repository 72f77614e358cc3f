package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;

/** What nodes say to each other, on its way to whoever has the store that is meant. */
record SimulatedLinks(Simulation simulation) {

  void send(SimulatedNode from, StoreId to, Message message) {
    StoreId sender = from.store().id();
    simulation
        .find(to)
        .ifPresent(
            node ->
                simulation.world.send(
                    from.name,
                    node.name,
                    () -> {
                      if (node.store().id().equals(to)) {
                        node.receive(sender, message);
                      }
                    }));
  }

  void offer(SimulatedNode from, StoreId to) {
    Topology known = from.topology();
    simulation
        .find(to)
        .ifPresent(node -> simulation.world.send(from.name, node.name, () -> node.adopt(known)));
  }

  void fetch(SimulatedNode wanting, StoreId from) {
    simulation
        .find(from)
        .ifPresent(
            node ->
                simulation.world.send(
                    wanting.name,
                    node.name,
                    () -> {
                      Topology known = node.topology();
                      simulation.world.send(node.name, wanting.name, () -> wanting.adopt(known));
                    }));
  }
}
