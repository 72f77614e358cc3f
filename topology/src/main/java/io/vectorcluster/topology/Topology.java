package io.vectorcluster.topology;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The record that says which shards there are, which stores hold them and which slots they own.
 *
 * <p>The operator is its only author (protocol T1): it writes each successor by compare-and-set and
 * then pushes it. A successor has the next epoch and marks the entries that changed, and only
 * those, with it (T2), so that a call is refused only where its sender is really behind.
 *
 * <p>A migration marks no entry while its slot is copied, and none when it ends: who owns what is
 * the same before and after. Only its switch marks its source and its target.
 *
 * @param epoch counted from 1, or from above a restored backup's (V3)
 * @param shards ascending by id, at least one
 * @param assignment owners are in {@code shards}
 * @param terms of each slot (V1), none above the epoch
 * @param mode the same for as long as the cluster lives
 * @param migrations slots under way; what is switched is owned by its target, the rest by its
 *     source
 * @param goal the owners that the plan in force leads to; those of {@code assignment} at rest
 */
public record Topology(
    ClusterId clusterId,
    long epoch,
    Sharding sharding,
    List<ShardEntry> shards,
    Assignment assignment,
    SlotTerms terms,
    ReplicationMode mode,
    Migrations migrations,
    Assignment goal) {

  public Topology {
    shards = shards.stream().sorted(Comparator.comparing(ShardEntry::id)).toList();
    TopologyCheck.check(epoch, sharding, shards, assignment, terms);
    TopologyCheck.checkVoters(epoch, shards, mode);
    TopologyCheck.checkMigrations(epoch, shards, assignment, terms, migrations);
    TopologyCheck.checkOwners("goal", sharding, shards, goal);
  }

  /** A topology in which no slot migrates. */
  public Topology(
      ClusterId clusterId,
      long epoch,
      Sharding sharding,
      List<ShardEntry> shards,
      Assignment assignment,
      SlotTerms terms,
      ReplicationMode mode) {
    this(clusterId, epoch, sharding, shards, assignment, terms, mode, Migrations.NONE, assignment);
  }

  /** A topology of the mode PrimaryReplica. */
  public Topology(
      ClusterId clusterId,
      long epoch,
      Sharding sharding,
      List<ShardEntry> shards,
      Assignment assignment,
      SlotTerms terms) {
    this(clusterId, epoch, sharding, shards, assignment, terms, ReplicationMode.DEFAULT);
  }

  /**
   * The topology a cluster begins with; its stores are still awaited.
   *
   * @param epoch 1, or one above the highest of the manifest it is restored from
   */
  public static Topology first(
      ClusterId clusterId,
      long epoch,
      Sharding sharding,
      Collection<ShardId> shards,
      Assignment assignment) {
    return first(clusterId, epoch, sharding, shards, assignment, ReplicationMode.DEFAULT);
  }

  /** The same in a mode. */
  public static Topology first(
      ClusterId clusterId,
      long epoch,
      Sharding sharding,
      Collection<ShardId> shards,
      Assignment assignment,
      ReplicationMode mode) {
    List<ShardEntry> entries =
        shards.stream().distinct().map(id -> ShardEntry.awaited(id, epoch)).toList();
    SlotTerms terms = SlotTerms.all(sharding.slots().count(), epoch);
    return new Topology(clusterId, epoch, sharding, entries, assignment, terms, mode);
  }

  /**
   * The successor with these shards and owners: shards that are not listed leave, new ones await
   * their stores. Slots go to their new owner at once, so this is for shards without data; the
   * others' slots move one by one, each with its own switch.
   */
  public Topology withShards(Collection<ShardId> ids, Assignment next) {
    Map<ShardId, ReplicaSet> replicas = new HashMap<>();
    for (ShardId id : ids) {
      replicas.put(id, shard(id).map(ShardEntry::replicas).orElse(ReplicaSet.AWAITED));
    }
    return successor(replicas, next);
  }

  /** The successor with other owners of slots, at once: for slots without data. */
  public Topology withAssignment(Assignment next) {
    return successor(replicasById(), next);
  }

  /** The successor in which these slots are copied: each from its owner, none that migrates. */
  public Topology copying(Collection<SlotMove> moves) {
    return migrating(migrations.begun(moves, epoch + 1));
  }

  /** The successor in which the targets of these slots own them. */
  public Topology switching(Collection<Integer> slots) {
    return migrating(migrations.switched(slots, epoch + 1));
  }

  /** The successor in which the sources of these switched slots own them again (protocol S2). */
  public Topology returning(Collection<Integer> slots) {
    return migrating(migrations.returned(slots, epoch + 1));
  }

  /**
   * The successor without these migrations, each slot with its present owner: dropped while it was
   * copied, or done when its target had opened it. Whoever else holds the slot erases it.
   */
  public Topology settling(Collection<Integer> slots) {
    return migrating(migrations.without(slots));
  }

  private Topology migrating(Migrations next) {
    return Successor.of(this, replicasById(), next.switchedTo(assignment), next, goal);
  }

  /**
   * The successor with other stores for the named shards, in one epoch; the rest keep theirs.
   *
   * @throws IllegalArgumentException for a shard that is not in the topology, or whose set would
   *     become empty (T4)
   */
  public Topology withReplicas(Map<ShardId, ReplicaSet> changed) {
    Map<ShardId, ReplicaSet> replicas = replicasById();
    changed.forEach(
        (id, set) -> {
          if (replicas.put(id, set) == null) {
            throw new IllegalArgumentException(
                "shard " + id + " is not in the topology: add it with withShards first");
          }
        });
    return successor(replicas, assignment);
  }

  /**
   * The successor with exactly these shards and owners; this very record if nothing differs, so
   * that repeating a decision publishes nothing. Other owners than now are a goal that is reached.
   */
  public Topology successor(Map<ShardId, ReplicaSet> replicas, Assignment next) {
    boolean reached = !next.equals(assignment);
    return Successor.of(this, replicas, next, migrations, reached ? next : goal);
  }

  /**
   * The successor with more shards, which own nothing yet, or without some that own nothing and
   * have no part in any migration.
   */
  public Topology withMembers(Map<ShardId, ReplicaSet> replicas) {
    return successor(replicas, assignment);
  }

  /** The successor with another plan: nothing moves by this alone. */
  public Topology withGoal(Assignment next) {
    return Successor.of(this, replicasById(), assignment, migrations, next);
  }

  private Map<ShardId, ReplicaSet> replicasById() {
    Map<ShardId, ReplicaSet> replicas = new HashMap<>();
    shards.forEach(shard -> replicas.put(shard.id(), shard.replicas()));
    return replicas;
  }

  /**
   * The same content above an epoch: how a record that was lost or altered is published again (T1).
   * All shards count as changed, because a store may have adopted what was lost.
   */
  public Topology republishedAbove(long highestSeen) {
    long next = Math.addExact(Math.max(epoch, highestSeen), 1);
    List<ShardEntry> entries =
        shards.stream()
            .map(
                shard ->
                    new ShardEntry(
                        shard.id(), next, shard.term(), shard.replicas(), shard.voters()))
            .toList();
    return new Topology(
        clusterId, next, sharding, entries, assignment, terms, mode, migrations, goal);
  }

  /** The entry of a shard; empty if the topology does not have it. */
  public Optional<ShardEntry> shard(ShardId id) {
    int low = 0;
    int high = shards.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = shards.get(middle).id().compareTo(id);
      if (order == 0) {
        return Optional.of(shards.get(middle));
      }
      low = order < 0 ? middle + 1 : low;
      high = order < 0 ? high : middle - 1;
    }
    return Optional.empty();
  }

  /** The entry of the shard that owns a slot. */
  public ShardEntry ownerOf(int slot) {
    return shard(assignment.owner(slot)).orElseThrow();
  }

  /** The shard a store is a member of, with or without being in sync. */
  public Optional<ShardEntry> shardOf(StoreId store) {
    return shards.stream().filter(s -> s.replicas().member(store).isPresent()).findFirst();
  }

  /** How this copy stands to another. */
  public Succession comparedTo(Topology other) {
    if (!clusterId.equals(other.clusterId)
        || !mode.equals(other.mode)
        || (epoch == other.epoch && !equals(other))) {
      return Succession.CONFLICTING;
    }
    if (epoch == other.epoch) {
      return Succession.SAME;
    }
    return epoch > other.epoch ? Succession.NEWER : Succession.OLDER;
  }

  /** Whether a node that holds the other copy adopts this one. */
  public boolean supersedes(Topology other) {
    return comparedTo(other) == Succession.NEWER;
  }

  /** The bytes the fingerprint is taken of: for comparing, not for sending. */
  public byte[] canonicalBytes() {
    return CanonicalForm.topology(this);
  }

  /** Of the whole content, the epoch included: {@code status.topology.hash}. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(canonicalBytes());
  }

  /** Of the shard list and the assignment only (T2). */
  public Fingerprint planFingerprint() {
    return Fingerprint.ofPlan(shards.stream().map(ShardEntry::id).toList(), assignment);
  }
}
