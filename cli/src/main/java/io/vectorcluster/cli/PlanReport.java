package io.vectorcluster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.vectorcluster.operator.core.capacity.CapacityPlan;
import io.vectorcluster.operator.core.capacity.Demand;
import io.vectorcluster.operator.core.capacity.PodRoom;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** A planned cluster for people, and for programs. */
final class PlanReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES));

  /** The guides' sizes: another strategy, another architecture. */
  private static final long RANGE_FROM = 10_000_000;

  private static final long CONTENT_FROM = 100_000_000;

  private PlanReport() {}

  static String text(CapacityPlan plan) {
    Demand demand = plan.demand();
    PodRoom pod = demand.pod();
    Formatter text = new Formatter(Locale.ROOT);
    text.format(
        "# vectors     %,d of %d dimensions, %s in the graph, Float32 in the store%n",
        demand.points(), demand.cost().dimensions(), demand.cost().precision().text());
    text.format(
        "# graphs      %s a copy by vectors x dimensions x bytes x 1.5%n",
        Amounts.gigabytes(demand.cost().guideBytes(demand.points())));
    text.format(
        "# shards      %d: the fullest takes %s of the %s that a pod of %s may use for graphs%n",
        plan.shards(),
        Amounts.gibibytes(plan.graphBytes()),
        Amounts.gibibytes(pod.usableGraphBytes()),
        Amounts.quantity(pod.memoryBytes()));
    text.format("# copies      %d of each shard: %d pods%n", plan.factor(), plan.pods());
    text.format(
        "# memory      %s in all%n",
        Amounts.gibibytes(Math.multiplyExact(pod.memoryBytes(), plan.pods())));
    text.format(
        "# disk        %s a pod, %s in all%n",
        Amounts.quantity(plan.volumeBytes()),
        Amounts.gibibytes(Math.multiplyExact(plan.volumeBytes(), plan.pods())));
    text.format(
        "# CPU         %s a pod, %s in all: a search asks one copy of every shard, %d of them a second for %s each%n",
        Amounts.cores(plan.millicores()),
        Amounts.cores(Math.multiplyExact(plan.millicores(), plan.pods())),
        demand.queriesPerSecond(),
        millis(demand));
    text.format("# placing     %s%n", placing(demand.points()));
    notes(plan).forEach(note -> text.format("# note: %s%n", note));
    return text + yaml(plan);
  }

  static String json(CapacityPlan plan) {
    Demand demand = plan.demand();
    ObjectNode root = JSON.createObjectNode();
    root.put("vectors", demand.points());
    root.put("dimensions", demand.cost().dimensions());
    root.put("precision", demand.cost().precision().text());
    root.put("qps", demand.queriesPerSecond());
    root.put("latencyMs", demand.latency().toNanos() / 1e6);
    root.put("shards", plan.shards());
    root.put("factor", plan.factor());
    root.put("pods", plan.pods());
    root.put("slots", plan.slots().count());
    root.put("graphBytes", demand.cost().guideBytes(demand.points()));
    ObjectNode each = root.putObject("perPod");
    each.put("memoryBytes", demand.pod().memoryBytes());
    each.put("usableGraphBytes", demand.pod().usableGraphBytes());
    each.put("graphBytes", plan.graphBytes());
    each.put("diskBytes", plan.volumeBytes());
    each.put("millicores", plan.millicores());
    notes(plan).forEach(root.putArray("notes")::add);
    root.set("cluster", cluster(plan));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root)
          + System.lineSeparator();
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }

  private static String millis(Demand demand) {
    return String.format(Locale.ROOT, "%.3f", demand.latency().toNanos() / 1e6)
            .replaceAll("\\.?0+$", "")
        + " ms";
  }

  /** What the guides would choose by size, where it is not what there is. */
  private static String placing(long points) {
    String here = "Hash: slots spread evenly at any size, and a search asks every shard";
    if (points < RANGE_FROM) {
      return here;
    }
    return here
        + "; the guides take %s from %d M on, which this release does not have"
            .formatted(
                points <= CONTENT_FROM ? "ranges of ids" : "content",
                (points <= CONTENT_FROM ? RANGE_FROM : CONTENT_FROM) / 1_000_000);
  }

  private static List<String> notes(CapacityPlan plan) {
    List<String> notes = new ArrayList<>();
    if (plan.factor() == 1) {
      notes.add(
          "with one copy a shard is away while its pod is, and lost with its volume; --factor 2 keeps another");
    }
    if (plan.millicores() > CapacityPlan.MOST_MILLICORES) {
      notes.add(
          "a pod needs %s cores: more shards do not lower it, more copies or a lower latency do"
              .formatted(Amounts.cores(plan.millicores())));
    }
    if (plan.demand().queriesPerSecond() == 0) {
      notes.add("CPU is the least a pod asks for, as no searches were named");
    }
    return notes;
  }

  private static String yaml(CapacityPlan plan) {
    try {
      return YAML.writeValueAsString(cluster(plan));
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }

  private static ObjectNode cluster(CapacityPlan plan) {
    ObjectNode root = JSON.createObjectNode();
    root.put("apiVersion", "vectorcluster.io/v1alpha1").put("kind", "VectorCluster");
    root.putObject("metadata").put("name", "planned");
    ObjectNode spec = root.putObject("spec");
    spec.put("shards", plan.shards());
    spec.putObject("replication").put("factor", plan.factor());
    spec.putObject("sharding").put("slots", plan.slots().count());
    spec.putObject("collectionDefaults").put("precision", plan.demand().cost().precision().text());
    spec.putObject("storage").put("size", Amounts.quantity(plan.volumeBytes()));
    ObjectNode resources = spec.putObject("resources");
    String memory = Amounts.quantity(plan.demand().pod().memoryBytes());
    resources
        .putObject("requests")
        .put("cpu", Amounts.cores(plan.millicores()))
        .put("memory", memory);
    resources.putObject("limits").put("memory", memory);
    return root;
  }
}
