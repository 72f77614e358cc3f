package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.MigrationReport;
import io.vectorcluster.topology.Migrations;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotMove;
import io.vectorcluster.topology.SlotTerms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Slots of a scenario that move: {@code {owners, plan, moved, under, goal}} of a topology, where a
 * move is named by its place among those of the plan, 0 being that of the lowest slot.
 *
 * <pre>
 * owners: how many shards own the slots at first (absent: all there are)
 * plan:   how many own them by the plan that the moves are of (absent: there is none)
 * moved:  how many moves are over, from the first
 * under:  [{move, since, switched, back}]
 * goal:   how many shards own the slots by the plan in force (absent: plan)
 * </pre>
 */
record ScenarioMoves(
    Assignment assignment, Migrations migrations, Assignment goal, SlotTerms terms) {

  static ScenarioMoves of(Sharding sharding, JsonNode node) {
    Assignment first = first(sharding, node);
    List<SlotMove> moves = moves(sharding, node);
    int[] owners = first.toArray();
    long[] terms = SlotTerms.all(owners.length, 1).toArray();
    moves.stream()
        .limit(node.path("moved").asInt())
        .forEach(move -> owners[move.slot()] = move.to().value());
    List<Migration> under = new ArrayList<>();
    for (JsonNode each : node.path("under")) {
      SlotMove move = moves.get(each.path("move").asInt());
      boolean back = each.path("back").asBoolean();
      Migration migration =
          new Migration(
              move.slot(),
              back ? move.to() : move.from(),
              back ? move.from() : move.to(),
              each.path("since").asLong(),
              each.path("switched").asLong(),
              back);
      if (migration.isSwitched()) {
        owners[move.slot()] = migration.target().value();
        terms[move.slot()] = migration.switched();
      }
      under.add(migration);
    }
    Assignment present = Assignment.of(owners);
    Assignment goal = node.has("plan") ? plan(sharding, node) : present;
    return new ScenarioMoves(
        present,
        new Migrations(under),
        node.has("goal") ? Placement.next(sharding, goal, ids(node.path("goal").asInt())) : goal,
        SlotTerms.of(terms));
  }

  /** What a primary says of moves: {@code [{move, since, opened}]}. */
  static List<MigrationReport> reports(Sharding sharding, JsonNode topology, JsonNode said) {
    List<MigrationReport> reports = new ArrayList<>();
    for (JsonNode each : said) {
      reports.add(
          new MigrationReport(
              moves(sharding, topology).get(each.path("move").asInt()).slot(),
              each.path("since").asLong(),
              each.path("opened").asLong()));
    }
    return reports;
  }

  private static List<SlotMove> moves(Sharding sharding, JsonNode node) {
    return node.has("plan") ? first(sharding, node).movesTo(plan(sharding, node)) : List.of();
  }

  private static Assignment first(Sharding sharding, JsonNode node) {
    int owners = node.path("owners").asInt(node.path("shards").asInt());
    return Placement.first(sharding, ids(owners));
  }

  private static Assignment plan(Sharding sharding, JsonNode node) {
    return Placement.next(sharding, first(sharding, node), ids(node.path("plan").asInt()));
  }

  private static Collection<ShardId> ids(int count) {
    return IntStream.range(0, count).mapToObj(ShardId::new).toList();
  }
}
