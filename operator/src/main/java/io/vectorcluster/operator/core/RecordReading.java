package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.topology.Topology;
import java.util.Optional;

/** What the VectorTopology says about the topology. */
public sealed interface RecordReading {

  /** Nothing: there is no object, or it waits for the first topology. */
  record Absent() implements RecordReading {}

  /** What an operator wrote, of this cluster or another. */
  record Intact(Topology topology) implements RecordReading {}

  /**
   * What someone else wrote.
   *
   * @param why as the end of a sentence about the VectorTopology
   */
  record Altered(String why) implements RecordReading {}

  static RecordReading of(Optional<TopologyRecord> written) {
    if (written.isEmpty()) {
      return new Absent();
    }
    try {
      return new Intact(RecordCodec.decode(written.get()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return new Altered("was altered (" + e.getMessage() + ")");
    }
  }
}
