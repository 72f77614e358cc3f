package io.vectorcluster.topology;

/**
 * A shard in the topology.
 *
 * @param epoch the topology epoch of the last change of this shard: of its replicas or of the set
 *     of slots it owns (protocol T2). Calls to the shard carry it.
 */
public record ShardEntry(ShardId id, long epoch, ReplicaSet replicas) {

  public ShardEntry {
    if (epoch < 1) {
      throw new IllegalArgumentException(
          "shard " + id + " has epoch " + epoch + ": epochs are counted from 1");
    }
  }
}
