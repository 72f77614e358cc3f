package io.vectorcluster.operator.core;

import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Optional;

/** What a node said when it was asked. */
public sealed interface NodeAnswer {

  /**
   * Nothing. That does not make it dead: it may only be out of the operator's reach (protocol T4).
   *
   * @param why for messages
   */
  record Silent(String why) implements NodeAnswer {}

  /**
   * Its state.
   *
   * @param store drawn when the disk was formatted
   * @param topology its copy; empty if it never adopted one
   * @param notReady why it is not ready, for messages
   * @param points live points of all collections
   * @param collections in its copy of the catalog
   */
  record Answered(
      StoreId store,
      Optional<Topology> topology,
      boolean ready,
      List<String> notReady,
      long points,
      int collections,
      long diskUsedBytes)
      implements NodeAnswer {

    public Answered {
      notReady = List.copyOf(notReady);
    }

    /** Whether nothing would be lost with it. */
    public boolean isEmpty() {
      return points == 0 && collections == 0;
    }
  }
}
