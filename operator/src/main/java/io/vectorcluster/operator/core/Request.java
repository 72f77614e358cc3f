package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Release;

/**
 * What a cluster asks for, as written.
 *
 * @param release what new clusters are born with
 */
public record Request(ClusterIdentity cluster, VectorClusterSpec spec, Release release) {}
