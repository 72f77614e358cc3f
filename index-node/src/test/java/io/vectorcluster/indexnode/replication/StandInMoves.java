package io.vectorcluster.indexnode.replication;

import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.NodeAnswer;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.ObservedPod;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.core.RecordReading;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.MigrationReport;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotMove;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** How slots are moved until the operator's planner does it. */
final class StandInMoves {
  private static final int MOST = 64;

  private StandInMoves() {}

  static Optional<Topology> next(Plan plan, int shards, Observation seen) {
    if (plan.actions().stream().anyMatch(action -> action instanceof Action.WriteRecord)) {
      return Optional.empty();
    }
    if (!(seen.record().orElseThrow().reading() instanceof RecordReading.Intact(Topology recorded))
        || plan.topology().filter(recorded::equals).isEmpty()) {
      return Optional.empty();
    }
    Topology next = of(recorded, Shape.ids(shards), seen);
    return next.equals(recorded) ? Optional.empty() : Optional.of(next);
  }

  private static Topology of(Topology recorded, List<ShardId> wanted, Observation seen) {
    Map<ShardId, ReplicaSet> sets = new HashMap<>();
    recorded.shards().forEach(entry -> sets.put(entry.id(), entry.replicas()));
    for (ShardId shard : wanted) {
      if (!sets.containsKey(shard)) {
        List<StoreId> stores = new ArrayList<>();
        for (ObservedPod pod : seen.pods(shard)) {
          seen.answer(pod)
              .filter(answer -> answer.isEmpty() && recorded.shardOf(answer.store()).isEmpty())
              .ifPresent(answer -> stores.add(answer.store()));
        }
        if (stores.size() < Shape.MOVING.copies()) {
          return recorded;
        }
        sets.put(shard, SimulatedIntent.set(shard, stores));
      }
    }
    Topology next = recorded.withMembers(sets);
    if (!next.goal().owners().equals(new TreeSet<>(wanted))) {
      next = next.withGoal(Placement.next(next.sharding(), next.goal(), wanted));
    }
    next = carriedOn(next, seen);
    for (ShardEntry entry : recorded.shards()) {
      if (!wanted.contains(entry.id()) && hasLeft(next, entry) && adopted(recorded, entry, seen)) {
        sets.remove(entry.id());
      }
    }
    return next.equals(recorded) ? recorded.withMembers(sets) : next;
  }

  private static boolean hasLeft(Topology topology, ShardEntry entry) {
    return topology.assignment().count(entry.id()) == 0
        && topology.goal().count(entry.id()) == 0
        && topology.migrations().concerning(entry.id()).isEmpty();
  }

  private static boolean adopted(Topology recorded, ShardEntry entry, Observation seen) {
    return entry.replicas().members().stream()
        .allMatch(
            member ->
                seen.answer(entry.id(), member.store())
                    .flatMap(NodeAnswer.Answered::topology)
                    .filter(recorded::equals)
                    .isPresent());
  }

  private static Topology carriedOn(Topology from, Observation seen) {
    List<Integer> settled = new ArrayList<>();
    List<Integer> returned = new ArrayList<>();
    List<Integer> switched = new ArrayList<>();
    Assignment goal = from.goal();
    for (Migration migration : from.migrations().list()) {
      ShardId wanted = goal.owner(migration.slot());
      Optional<MigrationReport> report = report(from, migration, seen);
      boolean opened = report.filter(each -> each.ends(migration)).isPresent();
      boolean astray = !wanted.equals(migration.target());
      if (opened || (astray && !migration.isSwitched())) {
        settled.add(migration.slot());
      } else if (migration.isSwitched() && wanted.equals(migration.source())) {
        returned.add(migration.slot());
      } else if (report.filter(each -> each.allowsSwitch(migration)).isPresent()) {
        switched.add(migration.slot());
      }
    }
    Topology next = from;
    next = settled.isEmpty() ? next : next.settling(settled);
    next = returned.isEmpty() ? next : next.returning(returned);
    next = switched.isEmpty() ? next : next.switching(switched);
    List<SlotMove> begin = new ArrayList<>();
    int room = MOST - next.migrations().list().size();
    for (SlotMove move : next.assignment().movesTo(goal)) {
      if (begin.size() < room && next.migrations().of(move.slot()).isEmpty()) {
        begin.add(move);
      }
    }
    return begin.isEmpty() ? next : next.copying(begin);
  }

  private static Optional<MigrationReport> report(
      Topology topology, Migration migration, Observation seen) {
    ShardEntry target = topology.shard(migration.target()).orElseThrow();
    StoreId primary = target.replicas().primaryMember().orElseThrow().store();
    return seen.answer(target.id(), primary)
        .filter(answer -> answer.serves(target))
        .flatMap(NodeAnswer.Answered::members)
        .flatMap(
            word ->
                word.migrations().stream()
                    .filter(each -> each.slot() == migration.slot())
                    .filter(each -> each.since() == migration.since())
                    .findFirst());
  }
}
