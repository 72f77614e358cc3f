package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.topology.Topology;

/** What became of a topology that was offered to a node. */
public sealed interface Adoption {
  /** The topology the node answers for after the offer. */
  Topology own();

  /** Adopted, and durable. */
  record Adopted(Topology own) implements Adoption {}

  /** The node held this very record already. */
  record Same(Topology own) implements Adoption {}

  /** The node holds a newer one, or has promised not to take one so old, and keeps its own. */
  record Older(Topology own) implements Adoption {}

  /** Another cluster's, or another record of the same epoch; the node keeps its own (T1). */
  record Conflicting(Topology own) implements Adoption {}
}
