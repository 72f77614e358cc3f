package io.vectorcluster.operator.intent;

import io.vectorcluster.topology.ClusterId;
import java.util.UUID;

/**
 * Which object is meant.
 *
 * @param uid of the object's present life; it is the cluster id of its topology, so that volumes of
 *     an earlier life are recognised (protocol T5)
 * @param generation of the spec
 * @param deleting whether deletion has begun
 */
public record ClusterIdentity(
    String namespace, String name, String uid, long generation, boolean deleting) {

  /** The id its topology carries. */
  public ClusterId clusterId() {
    return new ClusterId(UUID.fromString(uid));
  }
}
