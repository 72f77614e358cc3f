package io.vectorcluster.operator.core;

import io.vectorcluster.topology.ShardId;
import java.util.Optional;

/**
 * A pod of the cluster.
 *
 * @param revision of the StatefulSet's template it was made from
 * @param ready by its readiness probe
 * @param deleting whether its deletion has begun
 * @param node where it runs; empty until it is scheduled
 * @param trouble why it does not run, in Kubernetes' words; empty if nothing is known to be wrong
 */
public record ObservedPod(
    String name,
    ShardId shard,
    String uid,
    String revision,
    boolean ready,
    boolean deleting,
    Optional<String> node,
    Optional<String> trouble) {}
