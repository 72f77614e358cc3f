package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.Optional;

/**
 * What a store is to its shard, by a topology. Only answers of stores in sync count (protocol T3).
 */
public enum Standing {
  NO_TOPOLOGY("no-topology", "no topology yet: the operator gives one when it reaches this node"),
  NOT_A_MEMBER(
      "not-a-member",
      "the topology names other stores for this shard: it waits until the operator takes it in"),
  JOINER("joiner", "this store does not hold everything yet and is not counted"),
  IN_SYNC("", ""),
  PRIMARY("", "");

  private final String id;
  private final String message;

  Standing(String id, String message) {
    this.id = id;
    this.message = message;
  }

  /** The standing of a store that was told to hold a shard. */
  public static Standing of(Optional<Topology> topology, ShardId shard, StoreId store) {
    if (topology.isEmpty()) {
      return NO_TOPOLOGY;
    }
    Optional<ReplicaSet> replicas = topology.get().shard(shard).map(ShardEntry::replicas);
    if (replicas.isEmpty() || replicas.get().member(store).isEmpty()) {
      return NOT_A_MEMBER;
    }
    if (store.equals(replicas.get().primary())) {
      return PRIMARY;
    }
    return replicas.get().isInSync(store) ? IN_SYNC : JOINER;
  }

  /**
   * Whether a node of this standing is asked.
   *
   * @param needed what a read is sure to see, where there is a primary; writes need what strong
   *     reads do
   */
  boolean answers(ReplicationMode mode, Consistency needed) {
    return switch (mode) {
      case ReplicationMode.PrimaryReplica _ ->
          switch (needed) {
            case STRONG -> this == PRIMARY;
            case IN_SYNC -> this == PRIMARY || this == IN_SYNC;
            case STALE -> isMember();
          };
      case ReplicationMode.Quorum _, ReplicationMode.MultiPrimary _ -> isMember();
    };
  }

  private boolean isMember() {
    return this == PRIMARY || this == IN_SYNC || this == JOINER;
  }

  /** Why a node of this standing is not ready; empty if it may be. */
  public Optional<NotReady> notReady() {
    return id.isEmpty() ? Optional.empty() : Optional.of(new NotReady(id, message));
  }

  /**
   * A reason why a node is not ready.
   *
   * @param id stable, for machines
   */
  public record NotReady(String id, String message) {}
}
