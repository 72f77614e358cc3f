package io.vectorcluster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.operator.core.MovePlan;
import io.vectorcluster.topology.ShardId;
import java.util.Collection;

/**
 * A simulation for programs: one object, whose fields keep their names. Those that status.rebalance
 * has too are called as there.
 */
final class JsonReport {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double HUNDREDTHS = 100.0;

  private JsonReport() {}

  static String of(Simulation simulation) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree(simulation))
          + System.lineSeparator();
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }

  private static ObjectNode tree(Simulation simulation) {
    StartingPoint start = simulation.start();
    MovePlan plan = simulation.plan();
    ObjectNode root = MAPPER.createObjectNode();
    root.put("cluster", start.cluster());
    root.put("source", start.epoch().isPresent() ? "VectorTopology" : "VectorCluster");
    start.epoch().ifPresent(epoch -> root.put("epoch", epoch));
    ObjectNode shards = root.putObject("shards");
    shards.put("before", plan.from());
    shards.put("after", plan.shards().size());
    ids(shards.putArray("joining"), simulation.joining());
    ids(shards.putArray("leaving"), simulation.leaving());
    root.put("planHash", plan.hash());
    root.put("inForce", simulation.inForce());
    root.put("slots", plan.present().slots());
    root.put("moves", plan.moves());
    root.put("minimumMoves", plan.minimum());
    root.put("movesPercent", rounded(simulation.percent()));
    root.putObject("approval")
        .put("waits", simulation.consent().waits())
        .put("reason", simulation.consent().word())
        .put("id", simulation.approvalId());
    ObjectNode counts = root.putObject("slotsPerShard");
    counts(counts.putObject("before"), simulation.before());
    counts(counts.putObject("after"), simulation.after());
    ArrayNode routes = root.putArray("routes");
    for (Simulation.Route route : simulation.routes()) {
      routes
          .addObject()
          .put("from", route.from().value())
          .put("to", route.to().value())
          .put("slots", route.slots());
    }
    ArrayNode notes = root.putArray("notes");
    simulation.notes().forEach(notes::add);
    return root;
  }

  private static void counts(ObjectNode node, SlotCounts counts) {
    node.put("shards", counts.shards())
        .put("min", counts.min())
        .put("max", counts.max())
        .put("mean", rounded(counts.mean()))
        .put("bound", counts.bound());
  }

  private static void ids(ArrayNode node, Collection<ShardId> shards) {
    shards.forEach(shard -> node.add(shard.value()));
  }

  private static double rounded(double value) {
    return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
  }
}
