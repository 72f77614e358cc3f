package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import java.util.Optional;

/**
 * The VectorTopology as it was read.
 *
 * @param resourceVersion what a successor is compared and set against
 * @param topology not decoded: it may have been altered
 */
public record ObservedRecord(
    String resourceVersion, VectorTopologySpec memory, Optional<TopologyRecord> topology) {}
