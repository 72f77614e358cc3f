package io.vectorcluster.topology;

import java.util.Optional;

/**
 * A shard in the topology.
 *
 * @param epoch the topology epoch of the last change of this shard: of its replicas or of the set
 *     of slots it owns (protocol T2). Calls to the shard carry it.
 * @param term the topology epoch at which its present primary was named: a primary's time in office
 *     (protocol V1)
 * @param voters in the mode Quorum, once enough stores have been seen
 */
public record ShardEntry(
    ShardId id, long epoch, long term, ReplicaSet replicas, Optional<Voters> voters) {

  public ShardEntry {
    if (epoch < 1) {
      throw new IllegalArgumentException(
          "shard " + id + " has epoch " + epoch + ": epochs are counted from 1");
    }
    if (term < 1 || term > epoch) {
      throw new IllegalArgumentException(
          "shard " + id + " has term " + term + ", which is outside 1 to its epoch " + epoch);
    }
  }

  /** A shard whose first stores are still to be formatted. */
  static ShardEntry awaited(ShardId id, long epoch) {
    return new ShardEntry(id, epoch, epoch, ReplicaSet.AWAITED, Optional.empty());
  }

  /** A shard that is opened to its first stores. */
  public static ShardEntry first(ReplicationMode mode, ShardId id, long epoch, ReplicaSet set) {
    return new ShardEntry(
        id, epoch, epoch, set, VoterRules.next(mode, Optional.empty(), set, epoch));
  }
}
