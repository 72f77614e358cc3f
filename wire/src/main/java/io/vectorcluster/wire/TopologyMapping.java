package io.vectorcluster.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.AssignmentStrategy;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.Migrations;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotCount;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The topology as a message and as bytes, and back.
 *
 * <p>The bytes are what a node keeps on disk and the operator in the {@code VectorTopology}: the
 * same schema, so that both read what either wrote.
 */
public final class TopologyMapping {

  private TopologyMapping() {}

  /** The record as bytes. */
  public static byte[] toBytes(Topology topology) {
    return toMessage(topology).toByteArray();
  }

  /**
   * Reads {@link #toBytes}.
   *
   * @throws IllegalArgumentException if the bytes are not a whole and consistent topology
   */
  public static Topology fromBytes(byte[] bytes) {
    try {
      return fromMessage(io.vectorcluster.wire.v1.Topology.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("topology: the bytes are not a topology record", e);
    }
  }

  public static io.vectorcluster.wire.v1.Topology toMessage(Topology topology) {
    io.vectorcluster.wire.v1.Topology.Builder message =
        io.vectorcluster.wire.v1.Topology.newBuilder()
            .setClusterId(UuidBytes.of(topology.clusterId().value()))
            .setEpoch(topology.epoch())
            .setSharding(toMessage(topology.sharding()));
    topology.shards().forEach(shard -> message.addShards(toMessage(shard)));
    for (int owner : topology.assignment().toArray()) {
      message.addOwners(owner);
    }
    for (long term : topology.terms().toArray()) {
      message.addTerms(term);
    }
    ModeMapping.toMessage(topology.mode()).ifPresent(message::setMode);
    topology.migrations().list().forEach(each -> message.addMigrations(toMessage(each)));
    if (!topology.goal().equals(topology.assignment())) {
      for (int owner : topology.goal().toArray()) {
        message.addGoal(owner);
      }
    }
    return message.build();
  }

  /**
   * The record of a message.
   *
   * @throws IllegalArgumentException naming the field that is missing or wrong
   */
  public static Topology fromMessage(io.vectorcluster.wire.v1.Topology message) {
    ClusterId clusterId =
        new ClusterId(UuidBytes.read("topology.cluster_id", message.getClusterId()));
    Assignment assignment =
        Assignment.of(message.getOwnersList().stream().mapToInt(Integer::intValue).toArray());
    return new Topology(
        clusterId,
        message.getEpoch(),
        sharding(message.getSharding()),
        message.getShardsList().stream().map(TopologyMapping::shard).toList(),
        assignment,
        SlotTerms.of(message.getTermsList().stream().mapToLong(Long::longValue).toArray()),
        message.hasMode() ? ModeMapping.fromMessage(message.getMode()) : ReplicationMode.DEFAULT,
        new Migrations(
            message.getMigrationsList().stream().map(TopologyMapping::migration).toList()),
        message.getGoalCount() == 0
            ? assignment
            : Assignment.of(message.getGoalList().stream().mapToInt(Integer::intValue).toArray()));
  }

  private static io.vectorcluster.wire.v1.Migration toMessage(Migration migration) {
    return io.vectorcluster.wire.v1.Migration.newBuilder()
        .setSlot(migration.slot())
        .setSource(migration.source().value())
        .setTarget(migration.target().value())
        .setSince(migration.since())
        .setSwitched(migration.switched())
        .setBack(migration.back())
        .build();
  }

  private static Migration migration(io.vectorcluster.wire.v1.Migration message) {
    return new Migration(
        message.getSlot(),
        new ShardId(message.getSource()),
        new ShardId(message.getTarget()),
        message.getSince(),
        message.getSwitched(),
        message.getBack());
  }

  private static io.vectorcluster.wire.v1.Sharding toMessage(Sharding sharding) {
    return io.vectorcluster.wire.v1.Sharding.newBuilder()
        .setSlots(sharding.slots().count())
        .setStrategy(
            switch (sharding.strategy()) {
              case CONSISTENT_HASH ->
                  io.vectorcluster.wire.v1.AssignmentStrategy.ASSIGNMENT_STRATEGY_CONSISTENT_HASH;
              case BALANCED ->
                  io.vectorcluster.wire.v1.AssignmentStrategy.ASSIGNMENT_STRATEGY_BALANCED;
            })
        .setVirtualNodes(sharding.virtualNodes())
        .build();
  }

  private static Sharding sharding(io.vectorcluster.wire.v1.Sharding message) {
    AssignmentStrategy strategy =
        switch (message.getStrategy()) {
          case ASSIGNMENT_STRATEGY_CONSISTENT_HASH -> AssignmentStrategy.CONSISTENT_HASH;
          case ASSIGNMENT_STRATEGY_BALANCED -> AssignmentStrategy.BALANCED;
          case ASSIGNMENT_STRATEGY_UNSPECIFIED, UNRECOGNIZED ->
              throw new IllegalArgumentException(
                  "topology.sharding.strategy: %d is unknown to this release"
                      .formatted(message.getStrategyValue()));
        };
    return new Sharding(SlotCount.of(message.getSlots()), strategy, message.getVirtualNodes());
  }

  private static io.vectorcluster.wire.v1.ShardEntry toMessage(ShardEntry shard) {
    ReplicaSet replicas = shard.replicas();
    io.vectorcluster.wire.v1.ShardEntry.Builder message =
        io.vectorcluster.wire.v1.ShardEntry.newBuilder()
            .setId(shard.id().value())
            .setEpoch(shard.epoch())
            .setTerm(shard.term());
    for (Member member : replicas.members()) {
      message.addMembers(
          io.vectorcluster.wire.v1.Member.newBuilder()
              .setStoreId(UuidBytes.of(member.store().value()))
              .setHost(member.host())
              .setInternalPort(member.internalPort()));
    }
    @Nullable StoreId primary = replicas.primary();
    if (primary != null) {
      message.setPrimary(UuidBytes.of(primary.value()));
    }
    replicas.inSync().forEach(store -> message.addInSync(UuidBytes.of(store.value())));
    shard.voters().ifPresent(voters -> message.setVoters(ModeMapping.toMessage(voters)));
    return message.build();
  }

  private static ShardEntry shard(io.vectorcluster.wire.v1.ShardEntry message) {
    List<Member> members =
        message.getMembersList().stream()
            .map(
                member ->
                    new Member(
                        store("topology.shards.members.store_id", member.getStoreId()),
                        member.getHost(),
                        member.getInternalPort()))
            .toList();
    @Nullable StoreId primary =
        message.getPrimary().isEmpty()
            ? null
            : store("topology.shards.primary", message.getPrimary());
    List<StoreId> inSync =
        message.getInSyncList().stream()
            .map(bytes -> store("topology.shards.in_sync", bytes))
            .toList();
    return new ShardEntry(
        new ShardId(message.getId()),
        message.getEpoch(),
        message.getTerm(),
        new ReplicaSet(members, primary, inSync),
        message.hasVoters()
            ? Optional.of(ModeMapping.fromMessage(message.getVoters()))
            : Optional.empty());
  }

  private static StoreId store(String field, ByteString bytes) {
    return new StoreId(UuidBytes.read(field, bytes));
  }
}
