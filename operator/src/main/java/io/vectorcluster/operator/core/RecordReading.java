package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Topology;
import java.util.Optional;

/** What the VectorTopology says about the topology. */
sealed interface RecordReading {

  /** Nothing: there is no object, or it waits for the first topology. */
  record Absent() implements RecordReading {}

  /** What the operator wrote. */
  record Intact(Topology topology) implements RecordReading {}

  /**
   * What someone else wrote.
   *
   * @param why as the end of a sentence about the VectorTopology
   */
  record Altered(String why) implements RecordReading {}

  static RecordReading of(ClusterId cluster, Optional<ObservedRecord> record) {
    Optional<TopologyRecord> written = record.flatMap(ObservedRecord::topology);
    if (written.isEmpty()) {
      return new Absent();
    }
    try {
      Topology topology = RecordCodec.decode(written.get());
      return topology.clusterId().equals(cluster)
          ? new Intact(topology)
          : new Altered("is of another cluster");
    } catch (IllegalArgumentException | ArithmeticException e) {
      return new Altered("was altered (" + e.getMessage() + ")");
    }
  }
}
