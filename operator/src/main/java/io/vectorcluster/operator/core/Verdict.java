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

  /**
   * A lost record is rebuilt once its stores have promised to adopt nothing below an epoch. Whoever
   * asks them has noted it in the record before: by compare-and-set, so that nobody asks who has
   * read an old record, and binds the stores of a cluster that lacks nothing.
   *
   * @param copy what it is rebuilt from, unless a store tells of a later one with its promise
   * @param recorded what the record holds, if that can be read
   * @param noted whether the record says so already
   * @param pods whose stores have yet to promise; none before it is noted
   */
  record Rebuilding(
      Topology copy,
      Optional<Topology> recorded,
      long epoch,
      boolean noted,
      SortedSet<String> pods,
      SortedSet<ShardId> shards,
      List<Blocker> blockers)
      implements Verdict {
    @Override
    public Optional<Topology> topology() {
      return Optional.empty();
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
