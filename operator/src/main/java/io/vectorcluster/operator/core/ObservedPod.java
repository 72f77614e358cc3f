package io.vectorcluster.operator.core;

import io.vectorcluster.topology.ShardId;
import java.util.Optional;

/**
 * A pod of the cluster.
 *
 * @param ordinal which of its shard's pods it is
 * @param revision of the StatefulSet's template it was made from
 * @param ready by its readiness probe
 * @param deleting whether its deletion has begun
 * @param node where it runs; empty until it is scheduled
 * @param zone of that node, where Kubernetes labels pods with it
 * @param trouble why it does not run, in Kubernetes' words; empty if nothing is known to be wrong
 */
public record ObservedPod(
    String name,
    ShardId shard,
    int ordinal,
    String uid,
    String revision,
    boolean ready,
    boolean deleting,
    Optional<String> node,
    Optional<String> zone,
    Optional<String> trouble) {}
