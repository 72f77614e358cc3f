package io.vectorcluster.operator.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.RunPolicy;
import io.vectorcluster.topology.ShardId;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Everything the children are a function of.
 *
 * @param version of the index node
 * @param image full reference
 * @param shards whose StatefulSets are wanted
 * @param copies pods of each shard: the wanted factor, and more while a member has not left
 * @param zones of pods, by their names; empty where nobody asks for them
 * @param templateSizes size in the claim template of StatefulSets that exist: it cannot be changed
 *     there, so volumes grow on their claims
 */
public record Blueprint(
    ClusterIdentity cluster,
    Intent intent,
    String version,
    String image,
    SortedSet<ShardId> shards,
    Map<ShardId, Integer> copies,
    SortedMap<String, String> zones,
    Map<ShardId, Quantity> templateSizes,
    Credentials credentials) {

  /** Pods of a shard when the cluster runs. */
  public int copies(ShardId shard) {
    return copies.getOrDefault(shard, intent.replication().factor());
  }

  /** Pods of a shard now. */
  int replicas(ShardId shard) {
    return intent.runPolicy() == RunPolicy.STOPPED ? 0 : copies(shard);
  }

  Quantity templateSize(ShardId shard) {
    return templateSizes.getOrDefault(shard, intent.storage().size());
  }
}
