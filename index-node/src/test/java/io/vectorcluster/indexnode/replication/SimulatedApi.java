package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;

/** The Kubernetes API as far as it matters here: one record, written by compare-and-set (T1). */
final class SimulatedApi {
  private Topology topology;

  SimulatedApi(Topology topology) {
    this.topology = topology;
  }

  Topology read() {
    return topology;
  }

  boolean compareAndSet(Topology expected, Topology next) {
    if (topology.epoch() != expected.epoch()) {
      return false;
    }
    topology = next;
    return true;
  }

  /** What nobody may do. */
  void overwrite(Topology next) {
    topology = next;
  }

  ReplicaSet set() {
    return topology.shard(SimulatedNode.SHARD).orElseThrow().replicas();
  }

  StoreId primary() {
    return set().primaryMember().orElseThrow().store();
  }
}
