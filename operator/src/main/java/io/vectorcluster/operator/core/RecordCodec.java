package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.AssignmentStrategy;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotCount;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.Topology;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The topology as it stands in a VectorTopology: readable, sealed by its fingerprint, and under 256
 * KiB with 1,000 shards of three copies and 16,384 slots, however these are mixed (ADR 0011).
 */
public final class RecordCodec {
  /** Of the text, of which no release reads another. */
  static final int FORMAT = 2;

  private RecordCodec() {}

  /** The record of a topology. */
  public static TopologyRecord encode(Topology topology) {
    Sharding sharding = topology.sharding();
    HostPattern hosts = HostPattern.of(topology.shards());
    List<Integer> ids = topology.shards().stream().map(shard -> shard.id().value()).toList();
    return new TopologyRecord(
        FORMAT,
        topology.clusterId().toString(),
        topology.epoch(),
        topology.fingerprint().hex(),
        sharding.slots().count(),
        strategy(sharding.strategy()),
        sharding.virtualNodes(),
        hosts.text(),
        topology.shards().stream().map(new ReplicaCodec(hosts)::encode).toList(),
        owners(ids, topology.assignment()),
        SlotText.encode(topology.terms().toArray()),
        ModeCodec.encode(topology.mode()),
        MigrationCodec.encode(topology.migrations()),
        topology.goal().equals(topology.assignment()) ? null : owners(ids, topology.goal()));
  }

  /**
   * The topology of a record of this {@link #FORMAT}.
   *
   * @throws IllegalArgumentException if it is incomplete, inconsistent or does not match its hash:
   *     someone else has written it
   */
  public static Topology decode(TopologyRecord record) {
    if (need("format", record.format()) != FORMAT) {
      throw new IllegalArgumentException(
          "format is %d, this release reads %d".formatted(record.format(), FORMAT));
    }
    int slots = need("slots", record.slots());
    ReplicaCodec replicas = new ReplicaCodec(new HostPattern(record.hosts()));
    List<ShardEntry> shards =
        need("replicas", record.replicas()).stream()
            .map(line -> replicas.decode(need("a line of replicas", line)))
            .toList();
    Assignment assignment = owners("owners", shards, need("owners", record.owners()), slots);
    @Nullable String goal = record.goal();
    Topology topology =
        new Topology(
            ClusterId.parse(need("clusterId", record.clusterId())),
            need("epoch", record.epoch()),
            new Sharding(
                SlotCount.of(slots),
                strategy(need("assignment", record.assignment())),
                need("virtualNodes", record.virtualNodes())),
            shards,
            assignment,
            SlotTerms.of(SlotText.decode("terms", need("terms", record.terms()), slots)),
            ModeCodec.decode(record.mode()),
            MigrationCodec.decode(record.moves()),
            goal == null ? assignment : owners("goal", shards, goal, slots));
    if (!topology.fingerprint().hex().equals(record.hash())) {
      throw new IllegalArgumentException("hash does not match the content");
    }
    return topology;
  }

  /** By places in the list of shards, which stay small where ids do not. */
  private static String owners(List<Integer> ids, Assignment assignment) {
    return SlotText.encode(
        Arrays.stream(assignment.toArray())
            .mapToLong(owner -> Collections.binarySearch(ids, owner))
            .toArray());
  }

  private static Assignment owners(String field, List<ShardEntry> shards, String text, int slots) {
    return Assignment.of(
        Arrays.stream(SlotText.decode(field, text, slots))
            .mapToInt(
                place -> {
                  if (place >= shards.size()) {
                    throw new IllegalArgumentException(
                        "%s has a shard at place %d of %d".formatted(field, place, shards.size()));
                  }
                  return shards.get((int) place).id().value();
                })
            .toArray());
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
