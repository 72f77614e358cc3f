package io.vectorcluster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.core.RecordReading;
import io.vectorcluster.operator.core.ShardChoice;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.Topology;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where the slots of a cluster are before its shards change.
 *
 * @param cluster its name
 * @param epoch of the record this is from; empty: it is made of the spec alone
 * @param shards those there are, with or without slots
 * @param goal the owners that the plan in force leads to; those of {@code present} at rest
 * @param underWay slots that are being copied, or are not open yet where they went
 * @param spent ids that approve nothing any more
 */
record StartingPoint(
    String cluster,
    Optional<Long> epoch,
    Sharding sharding,
    SortedSet<ShardId> shards,
    Assignment present,
    Assignment goal,
    int underWay,
    List<String> spent) {

  StartingPoint {
    shards = Collections.unmodifiableSortedSet(new TreeSet<>(shards));
    spent = List.copyOf(spent);
  }

  static StartingPoint of(ClusterObjects objects) throws InputException {
    Optional<Intent> written = Optional.empty();
    if (objects.cluster().isPresent()) {
      written = Optional.of(Specs.written(objects.cluster().get()));
    }
    if (objects.topology().isPresent()) {
      JsonNode topology = objects.topology().get();
      Optional<Topology> recorded = recorded(topology);
      if (recorded.isPresent()) {
        checkIdentity(objects, recorded.get());
        return ofRecord(objects.name(), recorded.get(), topology);
      }
    }
    return ofSpec(
        objects.name(),
        written.orElseThrow(
            () ->
                new InputException(
                    "record of VectorTopology %s is missing: its first stores are still awaited;"
                            .formatted(objects.name())
                        + " give its VectorCluster")));
  }

  private static StartingPoint ofRecord(String cluster, Topology recorded, JsonNode object)
      throws InputException {
    checkMode(recorded.mode());
    VectorTopologySpec memory = Specs.value("spec", object.path("spec"), VectorTopologySpec.class);
    List<String> spent = memory.approvals();
    return new StartingPoint(
        cluster,
        Optional.of(recorded.epoch()),
        recorded.sharding(),
        ShardChoice.of(recorded),
        recorded.assignment(),
        recorded.goal(),
        recorded.migrations().list().size(),
        spent == null ? List.of() : spent);
  }

  private static StartingPoint ofSpec(String cluster, Intent intent) throws InputException {
    checkMode(intent.replication().mode());
    SortedSet<ShardId> shards = ShardChoice.first(intent.shards());
    Assignment first = Placement.first(intent.sharding(), shards);
    return new StartingPoint(
        cluster, Optional.empty(), intent.sharding(), shards, first, first, 0, List.of());
  }

  /** Empty if there is none yet. */
  private static Optional<Topology> recorded(JsonNode object) throws InputException {
    JsonNode record = object.path("record");
    Optional<TopologyRecord> written =
        record.isMissingNode() || record.isNull()
            ? Optional.empty()
            : Optional.of(Specs.value("record", record, TopologyRecord.class));
    return switch (RecordReading.of(written)) {
      case RecordReading.Absent() -> Optional.empty();
      case RecordReading.Intact(Topology topology) -> Optional.of(topology);
      case RecordReading.OtherFormat other ->
          throw new InputException(
              "record of VectorTopology %s %s; use the tool of the release that wrote it"
                  .formatted(ClusterObjects.name(object), other.why()));
      case RecordReading.Altered(String why) ->
          throw new InputException(
              "record of VectorTopology %s %s; give it as kubectl prints it, after the operator has rebuilt it if it is so in the API"
                  .formatted(ClusterObjects.name(object), why));
    };
  }

  /** A record is of one life of a cluster: under its name another may have begun since. */
  private static void checkIdentity(ClusterObjects objects, Topology recorded)
      throws InputException {
    String uid =
        objects.cluster().map(cluster -> cluster.path("metadata").path("uid").asText()).orElse("");
    if (!uid.isEmpty() && !uid.equals(recorded.clusterId().toString())) {
      throw new InputException(
          "record.clusterId is %s, metadata.uid of the VectorCluster %s: these are two clusters of one name; get both objects again"
              .formatted(recorded.clusterId(), uid));
    }
  }

  private static void checkMode(ReplicationMode mode) throws InputException {
    String name =
        switch (mode) {
          case ReplicationMode.PrimaryReplica _ -> "";
          case ReplicationMode.Quorum _ -> "Quorum";
          case ReplicationMode.MultiPrimary _ -> "MultiPrimary";
        };
    if (!name.isEmpty()) {
      throw new InputException(
          "replication.mode is %s: slots move in PrimaryReplica only; create a cluster with other shards and copy the data"
              .formatted(name));
    }
  }
}
