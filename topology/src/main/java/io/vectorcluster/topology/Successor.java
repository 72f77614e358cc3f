package io.vectorcluster.topology;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a change of a topology marks: entries (protocol T2) and terms (V1). */
final class Successor {
  private final Topology before;
  private final long epoch;
  private final Assignment assignment;

  /** Entries that differ from those before. */
  private final Set<ShardId> changed = new HashSet<>();

  /** Shards that have another primary, or had none. */
  private final Set<ShardId> otherWriters = new HashSet<>();

  private Successor(Topology before, Assignment assignment) {
    this.before = before;
    this.epoch = Math.addExact(before.epoch(), 1);
    this.assignment = assignment;
  }

  /** The successor with exactly these; the very record before if nothing differs. */
  static Topology of(
      Topology before,
      Map<ShardId, ReplicaSet> replicas,
      Assignment assignment,
      Migrations migrations,
      Assignment goal) {
    return new Successor(before, assignment).with(new TreeMap<>(replicas), migrations, goal);
  }

  private Topology with(
      SortedMap<ShardId, ReplicaSet> replicas, Migrations migrations, Assignment goal) {
    for (SlotMove move : before.assignment().movesTo(assignment)) {
      changed.add(move.from());
      changed.add(move.to());
    }
    replicas.forEach(this::compare);
    if (changed.isEmpty()
        && replicas.size() == before.shards().size()
        && migrations.equals(before.migrations())
        && goal.equals(before.goal())) {
      return before;
    }
    List<ShardEntry> entries =
        replicas.entrySet().stream().map(e -> entry(e.getKey(), e.getValue())).toList();
    return new Topology(
        before.clusterId(),
        epoch,
        before.sharding(),
        entries,
        assignment,
        reopened(),
        before.mode(),
        migrations,
        goal);
  }

  private void compare(ShardId id, ReplicaSet set) {
    @Nullable ReplicaSet former = before.shard(id).map(ShardEntry::replicas).orElse(null);
    if (former != null && !former.isAwaited() && set.isAwaited()) {
      throw new IllegalArgumentException(
          "shard " + id + " would lose its last store: a set never becomes empty");
    }
    if (!set.equals(former)) {
      changed.add(id);
    }
    if (former == null || !Objects.equals(set.primary(), former.primary())) {
      otherWriters.add(id);
    }
  }

  private ShardEntry entry(ShardId id, ReplicaSet set) {
    if (!changed.contains(id)) {
      return before.shard(id).orElseThrow();
    }
    long term =
        otherWriters.contains(id) ? epoch : before.shard(id).map(ShardEntry::term).orElseThrow();
    return new ShardEntry(
        id, epoch, term, set, VoterRules.next(before.mode(), before.shard(id), set, epoch));
  }

  /** A slot is reopened when its owner changes, or the primary of its owner. */
  private SlotTerms reopened() {
    BitSet writersOf = new BitSet();
    otherWriters.forEach(id -> writersOf.set(id.value()));
    return before
        .terms()
        .reopened(
            slot ->
                assignment.ownerValue(slot) != before.assignment().ownerValue(slot)
                    || writersOf.get(assignment.ownerValue(slot)),
            epoch);
  }
}
