package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.core.status.Happening;
import io.vectorcluster.operator.core.status.Happenings;
import io.vectorcluster.operator.core.status.StatusPlanner;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A plan as the scenario files expect it. */
final class PlanText {
  private static final int MOST_SHOWN = 8;

  private PlanText() {}

  static ObjectNode of(Request request, Observation seen) {
    Plan plan = Planner.plan(request, seen);
    VectorClusterStatus status = StatusPlanner.status(request.cluster(), plan, seen);
    ObjectNode text = Scenario.YAML.createObjectNode();
    ArrayNode actions = text.putArray("actions");
    plan.actions().forEach(action -> actions.add(line(action)));
    ArrayNode blockers = text.putArray("blockers");
    plan.blockers()
        .forEach(
            b -> blockers.add(b.id().id() + " (" + b.operation().text() + "): " + b.message()));
    if (status.pendingApprovals() != null) {
      ArrayNode pending = text.putArray("pendingApprovals");
      status
          .pendingApprovals()
          .forEach(p -> pending.add("%s %s: %s".formatted(p.id(), p.kind(), p.summary())));
    }
    ObjectNode shown = text.putObject("status");
    shown.put("phase", status.phase());
    shown.put("progress", status.progress());
    shown.put("shardsReady", status.shardsReady());
    if (!Objects.equals(status.replicasReady(), status.shardsReady())) {
      shown.put("replicasReady", status.replicasReady());
    }
    shown.put("version", status.version());
    shown.put("points", status.points());
    shown.put("message", status.message());
    if (status.rebalance() != null) {
      shown.set("rebalance", Scenario.YAML.valueToTree(status.rebalance()));
    }
    if (status.capacity() != null) {
      shown.set("capacity", Scenario.YAML.valueToTree(status.capacity()));
    }
    ArrayNode conditions = shown.putArray("conditions");
    List<VectorClusterStatus.Condition> list = status.conditions();
    if (list != null) {
      list.forEach(c -> conditions.add(c.type() + " " + c.status() + " " + c.reason()));
    }
    ArrayNode events = text.putArray("events");
    for (Happening happening : Happenings.of(seen.status(), status, plan, plan.actions())) {
      events.add((happening.warning() ? "Warning " : "Normal ") + happening.reason());
    }
    return text;
  }

  private static String line(Action action) {
    return switch (action) {
      case Action.Apply apply -> "apply " + apply.child().key() + ": " + apply.why();
      case Action.ReturnStrays strays -> "patch %s: %s".formatted(strays.key(), strays.patch());
      case Action.WriteRecord write ->
          "write record over %s: %s, %s%s"
              .formatted(
                  write.expected().orElse("nothing"),
                  write.change(),
                  write
                      .topology()
                      .map(topology -> summary(topology) + moves(topology))
                      .orElse("no topology"),
                  Optional.ofNullable(write.memory().approvals())
                          .map(spent -> ", spent " + spent)
                          .orElse("")
                      + Optional.ofNullable(write.memory().rebuilding())
                          .map(epoch -> ", rebuilding as epoch " + epoch)
                          .orElse(""));
      case Action.AskPromise ask ->
          "ask for the promise of epoch " + ask.epoch() + " by " + ask.pod();
      case Action.PushTopology push -> "push " + summary(push.topology()) + " to " + push.pod();
      case Action.Delete delete -> "delete " + delete.key() + " " + delete.uid();
      case Action.RestartPod restart -> "restart " + restart.pod() + " " + restart.uid();
    };
  }

  private static String summary(Topology topology) {
    return "epoch "
        + topology.epoch()
        + " of "
        + topology.assignment().counts().keySet()
        + topology.shards().stream()
            .filter(shard -> shard.replicas().members().size() > 1)
            .map(PlanText::members)
            .collect(Collectors.joining());
  }

  /** Shards without slots, the slots left to move by their way, and those under way. */
  private static String moves(Topology topology) {
    StringBuilder text = new StringBuilder();
    List<ShardId> empty =
        topology.shards().stream()
            .map(ShardEntry::id)
            .filter(shard -> topology.assignment().count(shard) == 0)
            .toList();
    if (!empty.isEmpty()) {
      text.append(" without slots ").append(empty);
    }
    SortedMap<String, Integer> left = new TreeMap<>();
    topology
        .assignment()
        .movesTo(topology.goal())
        .forEach(move -> left.merge(move.from() + "->" + move.to(), 1, Integer::sum));
    if (!left.isEmpty()) {
      text.append(" left ").append(left);
    }
    List<Migration> under = topology.migrations().list();
    for (Migration migration : under.subList(0, Math.min(MOST_SHOWN, under.size()))) {
      text.append(
          " %s slot %d %s->%s"
              .formatted(
                  migration.isSwitched() ? migration.back() ? "returned" : "switched" : "copied",
                  migration.slot(),
                  migration.source(),
                  migration.target()));
    }
    if (under.size() > MOST_SHOWN) {
      text.append(" and ").append(under.size() - MOST_SHOWN).append(" more");
    }
    return text.toString();
  }

  /** The hosts of a shard: the primary's with a star, joiners' in brackets. */
  private static String members(ShardEntry shard) {
    return shard.replicas().members().stream()
        .map(
            member -> {
              String pod = member.host().substring(0, member.host().indexOf('.'));
              String named = member.store().equals(shard.replicas().primary()) ? pod + "*" : pod;
              return shard.replicas().isInSync(member.store()) ? named : "(" + named + ")";
            })
        .sorted()
        .collect(Collectors.joining(" ", " " + shard.id() + ":", ""));
  }
}
