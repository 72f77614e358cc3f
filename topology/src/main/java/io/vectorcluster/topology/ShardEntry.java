package io.vectorcluster.topology;

import java.util.Optional;

/**
 * A shard in the topology.
 *
 * @param epoch the topology epoch of the last change of this shard: of its replicas or of the set
 *     of slots it owns (protocol T2). Calls to the shard carry it.
 * @param voters in the mode Quorum, once enough stores have been seen
 */
public record ShardEntry(ShardId id, long epoch, ReplicaSet replicas, Optional<Voters> voters) {

  public ShardEntry {
    if (epoch < 1) {
      throw new IllegalArgumentException(
          "shard " + id + " has epoch " + epoch + ": epochs are counted from 1");
    }
  }

  /** A shard of another mode than Quorum, or without enough stores. */
  public ShardEntry(ShardId id, long epoch, ReplicaSet replicas) {
    this(id, epoch, replicas, Optional.empty());
  }

  /** A shard that is opened to its first stores. */
  public static ShardEntry first(ReplicationMode mode, ShardId id, long epoch, ReplicaSet set) {
    return new ShardEntry(id, epoch, set, VoterRules.next(mode, Optional.empty(), set, epoch));
  }
}
