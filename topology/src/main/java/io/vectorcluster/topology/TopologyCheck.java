package io.vectorcluster.topology;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What holds in every topology, so that no reader has to ask again. */
final class TopologyCheck {

  private TopologyCheck() {}

  static void check(
      long epoch,
      Sharding sharding,
      List<ShardEntry> shards,
      Assignment assignment,
      SlotTerms terms) {
    require(epoch >= 1, () -> "epoch " + epoch + " is below 1, where epochs begin");
    require(!shards.isEmpty(), () -> "shards is empty: a topology has at least one");
    checkShards(epoch, shards);
    checkStores(shards);
    checkOwners("assignment", sharding, shards, assignment);
    int slots = sharding.slots().count();
    require(
        terms.slots() == slots,
        () -> "terms has " + terms.slots() + " slots, sharding.slots says " + slots);
    require(
        terms.highest() <= epoch,
        () -> "a slot has term " + terms.highest() + ", above the topology's epoch " + epoch);
  }

  static void checkOwners(
      String field, Sharding sharding, List<ShardEntry> shards, Assignment assignment) {
    int slots = sharding.slots().count();
    require(
        assignment.slots() == slots,
        () -> field + " has " + assignment.slots() + " slots, sharding.slots says " + slots);
    Set<ShardId> ids = shards.stream().map(ShardEntry::id).collect(Collectors.toSet());
    Set<ShardId> owners = assignment.owners();
    require(
        ids.containsAll(owners),
        () -> field + ": slots are owned by shards " + owners + ", listed are " + ids);
  }

  static void checkVoters(long epoch, List<ShardEntry> shards, ReplicationMode mode) {
    for (ShardEntry shard : shards) {
      shard.voters().ifPresent(voters -> check(epoch, shard.id(), voters, mode));
    }
  }

  static void checkMigrations(
      long epoch,
      List<ShardEntry> shards,
      Assignment assignment,
      SlotTerms terms,
      Migrations migrations) {
    Set<ShardId> ids = shards.stream().map(ShardEntry::id).collect(Collectors.toSet());
    for (Migration migration : migrations.list()) {
      int slot = migration.slot();
      require(
          slot >= 0 && slot < assignment.slots(),
          () -> "slot " + slot + " migrates, the last one is " + (assignment.slots() - 1));
      ShardId owner = migration.isSwitched() ? migration.target() : migration.source();
      require(
          ids.contains(migration.source()) && ids.contains(migration.target()),
          () -> migration + " is not between shards " + ids);
      require(
          assignment.owner(slot).equals(owner),
          () -> migration + " contradicts the slot's owner, " + assignment.owner(slot));
      require(
          migration.since() <= epoch && migration.switched() <= epoch,
          () -> migration + " is of an epoch above the topology's, " + epoch);
      require(
          terms.term(slot) >= migration.switched(),
          () -> migration + " did not reopen the slot: its term is " + terms.term(slot));
    }
  }

  private static void check(long epoch, ShardId id, Voters voters, ReplicationMode mode) {
    boolean fits =
        mode instanceof ReplicationMode.Quorum quorum
            && voters.stores().size() == quorum.copies()
            && (voters.former().isEmpty() || voters.former().size() == quorum.copies())
            && voters.epoch() <= epoch;
    require(fits, () -> "shard " + id + " has voters " + voters + ", which do not fit " + mode);
  }

  private static void checkShards(long epoch, List<ShardEntry> shards) {
    Set<ShardId> ids = new HashSet<>();
    for (ShardEntry shard : shards) {
      require(ids.add(shard.id()), () -> "shard " + shard.id() + " is listed twice");
      require(
          shard.epoch() <= epoch,
          () ->
              "shard "
                  + shard.id()
                  + " changed at epoch "
                  + shard.epoch()
                  + ", above the topology's "
                  + epoch);
    }
  }

  private static void checkStores(List<ShardEntry> shards) {
    Map<StoreId, ShardId> seen = new HashMap<>();
    for (ShardEntry shard : shards) {
      for (Member member : shard.replicas().members()) {
        @Nullable ShardId other = seen.put(member.store(), shard.id());
        require(
            other == null,
            () -> "store " + member.store() + " is in shards " + other + " and " + shard.id());
      }
    }
  }

  /** Topologies are made often: what is wrong with one is only put into words if it is. */
  private static void require(boolean holds, Supplier<String> otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise.get());
    }
  }
}
