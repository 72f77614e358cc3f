package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.MigrationReport;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.SlotMove;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One step for each slot under way, and the slots that begin (protocol S1, S2): all that the
 * reports of one pass allow, in one successor.
 *
 * <p>A slot that is only copied may be dropped at any time. One that is switched stays until its
 * target has opened it, for only then does it hold all that the source had acknowledged.
 */
final class MoveSteps {
  private final Topology recorded;
  private final Observation seen;

  /** What the serving primary of each shard says; only of its entry's epoch does its word count. */
  private final Map<ShardId, Optional<MemberReport>> words = new HashMap<>();

  MoveSteps(Topology recorded, Observation seen) {
    this.recorded = recorded;
    this.seen = seen;
  }

  /**
   * The successor on the way to a goal; the very record if nothing is to be done now.
   *
   * @param most slots under way up to which others begin
   */
  Topology next(Assignment goal, int most) {
    List<Integer> over = new ArrayList<>();
    List<Integer> returning = new ArrayList<>();
    List<Integer> switching = new ArrayList<>();
    for (Migration migration : recorded.migrations().list()) {
      ShardId wanted = goal.owner(migration.slot());
      if (migration.isSwitched()) {
        if (isReported(migration, report -> report.ends(migration))) {
          over.add(migration.slot());
        } else if (wanted.equals(migration.source())) {
          returning.add(migration.slot());
        }
      } else if (!wanted.equals(migration.target())) {
        over.add(migration.slot());
      } else if (isReported(migration, report -> report.allowsSwitch(migration))
          && serves(migration.source())) {
        switching.add(migration.slot());
      }
    }
    Topology next =
        recorded.withGoal(goal).settling(over).returning(returning).switching(switching);
    return next.copying(beginning(next, most));
  }

  /**
   * Whether every shard's primary serves and says so. It may take a point right afterwards: this
   * makes moves cheap to run side by side, and proves nothing.
   */
  boolean isWithoutPoints() {
    return recorded.shards().stream()
        .allMatch(entry -> primary(entry).filter(answer -> answer.points() == 0).isPresent());
  }

  /** A shard without a serving primary that a slot waits for before it begins. */
  Optional<ShardId> awaited(Topology next) {
    return due(next).stream()
        .flatMap(move -> Stream.of(move.from(), move.to()))
        .filter(shard -> !serves(shard))
        .findFirst();
  }

  /** The slots that are to move and are not under way, the lowest first. */
  static List<SlotMove> due(Topology topology) {
    return topology.assignment().movesTo(topology.goal()).stream()
        .filter(move -> topology.migrations().of(move.slot()).isEmpty())
        .toList();
  }

  private List<SlotMove> beginning(Topology next, int most) {
    return due(next).stream()
        .filter(move -> serves(move.from()) && serves(move.to()))
        .limit(Math.max(0, most - next.migrations().list().size()))
        .toList();
  }

  private boolean isReported(Migration migration, Predicate<MigrationReport> says) {
    return word(migration.target()).stream()
        .flatMap(word -> word.migrations().stream())
        .anyMatch(says);
  }

  private boolean serves(ShardId shard) {
    return word(shard).isPresent();
  }

  private Optional<MemberReport> word(ShardId shard) {
    return words.computeIfAbsent(
        shard,
        id ->
            recorded
                .shard(id)
                .flatMap(entry -> primary(entry).flatMap(answer -> answer.word(entry))));
  }

  private Optional<Answered> primary(ShardEntry entry) {
    return entry
        .replicas()
        .primaryMember()
        .flatMap(member -> seen.answer(entry.id(), member.store()))
        .filter(answer -> answer.serves(entry));
  }
}
