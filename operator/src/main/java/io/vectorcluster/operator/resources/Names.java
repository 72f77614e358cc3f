package io.vectorcluster.operator.resources;

import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.topology.ShardId;

/** The names of a cluster's children: functions of its own name, so that a crash repeats them. */
public final class Names {
  public static final int DATA_PORT = 6333;
  public static final int MANAGEMENT_PORT = 8080;
  public static final int INTERNAL_PORT = 7433;

  private Names() {}

  /** The StatefulSet of a shard. */
  public static String shard(String cluster, ShardId shard) {
    return cluster + "-shard-" + shard;
  }

  /** The only pod of a shard. */
  public static String pod(String cluster, ShardId shard) {
    return shard(cluster, shard) + "-0";
  }

  /** The volume claim of a shard's only pod. */
  public static String claim(String cluster, ShardId shard) {
    return "data-" + pod(cluster, shard);
  }

  /** The headless Service that gives each pod its name. */
  public static String nodes(String cluster) {
    return cluster + "-nodes";
  }

  /** The Secret with the token of the internal port. */
  public static String internalSecret(String cluster) {
    return cluster + "-internal";
  }

  /** The Secret with the administrator's key. */
  public static String accessSecret(String cluster) {
    return cluster + "-access";
  }

  /** The Secret an application binds to. */
  public static String appSecret(String cluster) {
    return cluster + "-app";
  }

  /** The ConfigMap with the defaults of collections. */
  public static String config(String cluster) {
    return cluster + "-config";
  }

  /** Where the client Service answers, without a port. */
  public static String clientHost(ClusterIdentity cluster) {
    return cluster.name() + "." + cluster.namespace() + ".svc";
  }

  /** Where a shard's pod answers, under whatever address. */
  public static String memberHost(ClusterIdentity cluster, ShardId shard) {
    return pod(cluster.name(), shard)
        + "."
        + nodes(cluster.name())
        + "."
        + cluster.namespace()
        + ".svc";
  }
}
