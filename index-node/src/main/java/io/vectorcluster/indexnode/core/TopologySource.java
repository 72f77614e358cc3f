package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.Topology;
import java.util.Optional;

/** The topology a node has adopted; what it returns was on disk before. */
@FunctionalInterface
public interface TopologySource {
  /** Empty until the node has adopted its first topology. */
  Optional<Topology> current();
}
