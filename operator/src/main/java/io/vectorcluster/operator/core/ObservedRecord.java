package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import java.util.Optional;

/**
 * The VectorTopology as it was read.
 *
 * @param resourceVersion what a successor is compared and set against
 * @param reading decoded once, however many passes look at it
 */
public record ObservedRecord(
    String resourceVersion, VectorTopologySpec memory, RecordReading reading) {

  /** As it was written; the topology may have been altered. */
  public ObservedRecord(
      String resourceVersion, VectorTopologySpec memory, Optional<TopologyRecord> topology) {
    this(resourceVersion, memory, RecordReading.of(topology));
  }
}
