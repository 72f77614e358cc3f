package io.vectorcluster.operator.resources;

import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.topology.ShardId;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** The names of a cluster's children: functions of its own name, so that a crash repeats them. */
public final class Names {
  public static final int DATA_PORT = 6333;
  public static final int MANAGEMENT_PORT = 8080;
  public static final int INTERNAL_PORT = 7433;

  private static final String CLAIM = "data-";
  private static final Pattern ORDINAL = Pattern.compile("0|[1-9][0-9]{0,2}");

  private Names() {}

  /** The StatefulSet of a shard. */
  public static String shard(String cluster, ShardId shard) {
    return cluster + "-shard-" + shard;
  }

  /** A pod of a shard; the first has ordinal 0. */
  public static String pod(String cluster, ShardId shard, int ordinal) {
    return shard(cluster, shard) + "-" + ordinal;
  }

  /** Which pod of a shard has this name, or the name of a host in it; empty if none. */
  public static OptionalInt ordinal(String cluster, ShardId shard, String podOrHost) {
    String before = shard(cluster, shard) + "-";
    int dot = podOrHost.indexOf('.');
    String pod = dot < 0 ? podOrHost : podOrHost.substring(0, dot);
    return pod.startsWith(before) && ORDINAL.matcher(pod.substring(before.length())).matches()
        ? OptionalInt.of(Integer.parseInt(pod.substring(before.length())))
        : OptionalInt.empty();
  }

  /** The volume claim of a pod. */
  public static String claim(String cluster, ShardId shard, int ordinal) {
    return CLAIM + pod(cluster, shard, ordinal);
  }

  /** Which pod of a shard a claim belongs to; empty if it is none of ours. */
  public static OptionalInt claimOrdinal(String cluster, ShardId shard, String claim) {
    return claim.startsWith(CLAIM)
        ? ordinal(cluster, shard, claim.substring(CLAIM.length()))
        : OptionalInt.empty();
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

  /** Where a pod of a shard answers, under whatever address. */
  public static String memberHost(ClusterIdentity cluster, ShardId shard, int ordinal) {
    return pod(cluster.name(), shard, ordinal)
        + "."
        + nodes(cluster.name())
        + "."
        + cluster.namespace()
        + ".svc";
  }
}
