package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.AssignmentStrategy;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotCount;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The topology as it stands in a VectorTopology: readable, and sealed by its fingerprint. */
public final class RecordCodec {

  private RecordCodec() {}

  /** The record of a topology. */
  public static TopologyRecord encode(Topology topology) {
    Sharding sharding = topology.sharding();
    return new TopologyRecord(
        topology.clusterId().toString(),
        topology.epoch(),
        topology.fingerprint().hex(),
        sharding.slots().count(),
        strategy(sharding.strategy()),
        sharding.virtualNodes(),
        topology.shards().stream().map(RecordCodec::shard).toList(),
        owners(topology.assignment()),
        Runs.encode(topology.terms().toArray()),
        ModeCodec.encode(topology.mode()),
        MigrationCodec.encode(topology.migrations()),
        topology.goal().equals(topology.assignment()) ? null : owners(topology.goal()));
  }

  /**
   * The topology of a record.
   *
   * @throws IllegalArgumentException if it is incomplete, inconsistent or does not match its hash:
   *     someone else has written it
   */
  public static Topology decode(TopologyRecord record) {
    int slots = need("slots", record.slots());
    Assignment assignment = owners("owners", need("owners", record.owners()), slots);
    @Nullable String goal = record.goal();
    Topology topology =
        new Topology(
            ClusterId.parse(need("clusterId", record.clusterId())),
            need("epoch", record.epoch()),
            new Sharding(
                SlotCount.of(slots),
                strategy(need("assignment", record.assignment())),
                need("virtualNodes", record.virtualNodes())),
            need("shards", record.shards()).stream().map(RecordCodec::shard).toList(),
            assignment,
            SlotTerms.of(Runs.decode("terms", need("terms", record.terms()), slots)),
            ModeCodec.decode(record.mode()),
            MigrationCodec.decode(record.migrations()),
            goal == null ? assignment : owners("goal", goal, slots));
    if (!topology.fingerprint().hex().equals(record.hash())) {
      throw new IllegalArgumentException("hash does not match the content");
    }
    return topology;
  }

  private static String owners(Assignment assignment) {
    return Runs.encode(Arrays.stream(assignment.toArray()).asLongStream().toArray());
  }

  private static Assignment owners(String field, String runs, int slots) {
    return Assignment.of(
        Arrays.stream(Runs.decode(field, runs, slots)).mapToInt(Math::toIntExact).toArray());
  }

  private static TopologyRecord.Shard shard(ShardEntry entry) {
    return new TopologyRecord.Shard(
        entry.id().value(),
        entry.epoch(),
        entry.term(),
        Objects.toString(entry.replicas().primary(), null),
        entry.replicas().inSync().stream().map(StoreId::toString).toList(),
        entry.replicas().members().stream()
            .map(m -> new TopologyRecord.Store(m.store().toString(), m.host(), m.internalPort()))
            .toList(),
        entry.voters().map(ModeCodec::encode).orElse(null));
  }

  private static ShardEntry shard(TopologyRecord.Shard record) {
    List<Member> members =
        need("members", record.members()).stream()
            .map(
                store ->
                    new Member(
                        StoreId.parse(need("store", store.store())),
                        need("host", store.host()),
                        need("internalPort", store.internalPort())))
            .toList();
    @Nullable String primary = record.primary();
    return new ShardEntry(
        new ShardId(need("id", record.id())),
        need("epoch", record.epoch()),
        need("term", record.term()),
        new ReplicaSet(
            members,
            primary == null ? null : StoreId.parse(primary),
            need("inSync", record.inSync()).stream().map(StoreId::parse).toList()),
        Optional.ofNullable(record.voters()).map(ModeCodec::decode));
  }

  private static String strategy(AssignmentStrategy strategy) {
    return switch (strategy) {
      case CONSISTENT_HASH -> "ConsistentHash";
      case BALANCED -> "Balanced";
    };
  }

  private static AssignmentStrategy strategy(String text) {
    return switch (text) {
      case "ConsistentHash" -> AssignmentStrategy.CONSISTENT_HASH;
      case "Balanced" -> AssignmentStrategy.BALANCED;
      default -> throw new IllegalArgumentException("assignment '" + text + "' is unknown");
    };
  }

  static <T> T need(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }
}
