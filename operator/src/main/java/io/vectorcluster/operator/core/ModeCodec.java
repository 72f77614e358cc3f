package io.vectorcluster.operator.core;

import static io.vectorcluster.operator.core.RecordCodec.need;

import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.topology.ReplicationMode;
import org.jspecify.annotations.Nullable;

/** The mode of a cluster as it stands in a VectorTopology. */
final class ModeCodec {
  private static final String QUORUM = "Quorum";
  private static final String MULTI_PRIMARY = "MultiPrimary";

  private ModeCodec() {}

  /** Null for the mode that records without a word of it have. */
  static TopologyRecord.@Nullable Mode encode(ReplicationMode mode) {
    return switch (mode) {
      case ReplicationMode.PrimaryReplica() -> null;
      case ReplicationMode.Quorum(int copies, int write, int read) ->
          new TopologyRecord.Mode(QUORUM, copies, write, read);
      case ReplicationMode.MultiPrimary() ->
          new TopologyRecord.Mode(MULTI_PRIMARY, null, null, null);
    };
  }

  static ReplicationMode decode(TopologyRecord.@Nullable Mode mode) {
    if (mode == null) {
      return ReplicationMode.DEFAULT;
    }
    return switch (need("mode.name", mode.name())) {
      case QUORUM ->
          new ReplicationMode.Quorum(
              need("mode.copies", mode.copies()),
              need("mode.write", mode.write()),
              need("mode.read", mode.read()));
      case MULTI_PRIMARY -> new ReplicationMode.MultiPrimary();
      default -> throw new IllegalArgumentException("mode '" + mode.name() + "' is unknown");
    };
  }
}
