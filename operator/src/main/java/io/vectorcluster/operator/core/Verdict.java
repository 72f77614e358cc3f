package io.vectorcluster.operator.core;

import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** What is to become of a cluster's topology. */
sealed interface Verdict {

  /** Whose StatefulSets are wanted. */
  SortedSet<ShardId> shards();

  /** The topology nodes are to have after this pass. */
  Optional<Topology> topology();

  List<Blocker> blockers();

  /** The record is in force. */
  record Settled(Topology inForce, SortedSet<ShardId> shards, List<Blocker> blockers)
      implements Verdict {
    @Override
    public Optional<Topology> topology() {
      return Optional.of(inForce);
    }
  }

  /**
   * A successor is to be published.
   *
   * @param before the topology it follows, if its members matter
   */
  record Publish(
      Optional<Topology> before,
      Topology next,
      RecordChange change,
      SortedSet<ShardId> shards,
      List<Blocker> blockers)
      implements Verdict {
    @Override
    public Optional<Topology> topology() {
      return Optional.of(next);
    }
  }

  /** No store of the cluster is known yet; those of these shards are awaited. */
  record Beginning(SortedSet<ShardId> shards, List<Blocker> blockers) implements Verdict {
    @Override
    public Optional<Topology> topology() {
      return Optional.empty();
    }
  }

  /** Where the data lives is not certain: nothing is decided, children are kept as they are. */
  record Halted(Optional<Topology> known, SortedSet<ShardId> shards, List<Blocker> blockers)
      implements Verdict {
    @Override
    public Optional<Topology> topology() {
      return Optional.empty();
    }
  }
}
