package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.topology.Topology;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** What another release wrote: whether it says more than the nodes know is not known here. */
  record OtherFormat(int format) implements RecordReading {
    /** As the end of a sentence about the VectorTopology. */
    public String why() {
      return "has format %d, and this release reads format %d"
          .formatted(format, RecordCodec.FORMAT);
    }
  }

  static RecordReading of(Optional<TopologyRecord> written) {
    if (written.isEmpty()) {
      return new Absent();
    }
    @Nullable Integer format = written.get().format();
    if (format != null && format != RecordCodec.FORMAT) {
      return new OtherFormat(format);
    }
    try {
      return new Intact(RecordCodec.decode(written.get()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return new Altered("was altered (" + e.getMessage() + ")");
    }
  }
}
