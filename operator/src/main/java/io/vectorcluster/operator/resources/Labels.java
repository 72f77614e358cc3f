package io.vectorcluster.operator.resources;

import io.vectorcluster.topology.ShardId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The labels of children. */
public final class Labels {
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "vectorcluster-operator";
  public static final String INSTANCE = "app.kubernetes.io/instance";
  public static final String NAME = "app.kubernetes.io/name";
  public static final String INDEX_NODE = "index-node";
  public static final String VERSION = "app.kubernetes.io/version";
  public static final String SHARD = "vectorcluster.io/shard";

  /** What the operator watches: nothing without this label. */
  public static final String SELECTOR = MANAGED_BY + "=" + OPERATOR;

  private Labels() {}

  /** Of every child. */
  static SortedMap<String, String> child(String cluster) {
    SortedMap<String, String> labels = new TreeMap<>(nodes(cluster));
    labels.put(MANAGED_BY, OPERATOR);
    labels.put("app.kubernetes.io/part-of", "vectorcluster");
    return labels;
  }

  /** Of what belongs to one shard. */
  static SortedMap<String, String> shard(String cluster, ShardId shard) {
    SortedMap<String, String> labels = child(cluster);
    labels.put(SHARD, shard.toString());
    return labels;
  }

  /** Which pods are index nodes of the cluster. */
  static Map<String, String> nodes(String cluster) {
    return Map.of(NAME, INDEX_NODE, INSTANCE, cluster);
  }

  /** Which pods are of one shard. */
  static Map<String, String> nodesOf(String cluster, ShardId shard) {
    return Map.of(NAME, INDEX_NODE, INSTANCE, cluster, SHARD, shard.toString());
  }

  /** One pod of each shard: an autoscaler multiplies by the pods this selects. */
  public static String scaleSelector(String cluster) {
    return INSTANCE
        + "="
        + cluster
        + ","
        + NAME
        + "="
        + INDEX_NODE
        + ",apps.kubernetes.io/pod-index=0";
  }
}
