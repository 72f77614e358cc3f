package io.vectorcluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vectorcluster simulate} of a VectorCluster, and its two ways to say it. */
final class SimulateTest {
  private static final Path GOLDEN = Path.of("../operator/src/test/resources/PlannerScenariosTest");

  private static final String PRODUCTS =
      """
      apiVersion: vectorcluster.io/v1alpha1
      kind: VectorCluster
      metadata: {name: products, namespace: search}
      spec: {shards: 3}
      """;

  @TempDir private Path folder;

  @Test
  void thePlanIsTheOneOfTheGoldenScenario() throws IOException {
    JsonNode golden =
        new ObjectMapper(new YAMLFactory())
            .readTree(
                Files.readString(
                    GOLDEN.resolve("moves-out-03-plan-and-first-copies/out-plan.yaml")));

    JsonNode answer = ToolRun.json(PRODUCTS, 5);

    JsonNode rebalance = golden.path("status").path("rebalance");
    assertThat(answer.path("planHash")).isEqualTo(rebalance.path("planHash"));
    assertThat(answer.path("moves")).isEqualTo(rebalance.path("moves"));
    assertThat(answer.path("minimumMoves")).isEqualTo(rebalance.path("minimumMoves"));
    // {0->3=58, ...} in the first action
    List<String> routes = new ArrayList<>();
    for (JsonNode route : answer.path("routes")) {
      routes.add("%s->%s=%s".formatted(route.get("from"), route.get("to"), route.get("slots")));
    }
    assertThat(golden.path("actions").path(0).asText())
        .contains("{" + String.join(", ", routes) + "}");
  }

  @Test
  void theTextSaysWhatTheJsonSays() throws IOException {
    Path file = Files.writeString(folder.resolve("products.yaml"), PRODUCTS);

    ToolRun run = ToolRun.of("", "simulate", "--from", file.toString(), "--shards", "5");

    JsonNode json = ToolRun.json(PRODUCTS, 5);
    JsonNode before = json.path("slotsPerShard").path("before");
    JsonNode after = json.path("slotsPerShard").path("after");
    assertThat(run.exitCode()).isZero();
    assertThat(run.errors()).isEmpty();
    List<String> words = run.lines().stream().map(line -> line.replaceAll(" +", " ")).toList();
    assertThat(words)
        .contains(
            "search/products by its VectorCluster",
            "shards 3 -> 5, joining: 3 4",
            "plan " + json.path("planHash").asText(),
            "slots to move %s of %s (%.1f %%), the least possible is %s"
                .formatted(
                    json.path("moves"),
                    json.path("slots"),
                    json.path("movesPercent").asDouble(),
                    json.path("minimumMoves")),
            "approval not needed",
            "before " + counts(before),
            "after " + counts(after));
    List<String> routes = new ArrayList<>();
    int sum = 0;
    for (JsonNode route : json.path("routes")) {
      routes.add(" %s %s %s".formatted(route.get("from"), route.get("to"), route.get("slots")));
      sum += route.path("slots").asInt();
    }
    assertThat(words).containsSubsequence(routes);
    assertThat(sum).isEqualTo(json.path("moves").asInt());
    for (JsonNode note : json.path("notes")) {
      assertThat(run.lines()).contains("note: " + note.asText());
    }
    assertThat(json.path("notes").path(0).asText()).startsWith("made of the VectorCluster alone");
  }

  private static String counts(JsonNode counts) {
    return String.format(
        Locale.ROOT,
        "%s %s %s %.1f %s",
        counts.get("shards"),
        counts.get("min"),
        counts.get("max"),
        counts.path("mean").asDouble(),
        counts.get("bound"));
  }

  @Test
  void countsAreThoseOfTheTable() {
    JsonNode json = ToolRun.json(PRODUCTS, 5);

    JsonNode after = json.path("slotsPerShard").path("after");
    assertThat(after.path("shards").asInt()).isEqualTo(5);
    assertThat(after.path("mean").asDouble()).isEqualTo(204.8);
    assertThat(after.path("min").asInt()).isPositive().isLessThanOrEqualTo(204);
    assertThat(after.path("max").asInt()).isBetween(205, after.path("bound").asInt());
    assertThat(json.path("shards").path("joining").toString()).isEqualTo("[3,4]");
    assertThat(json.path("shards").path("leaving").toString()).isEqualTo("[]");
    assertThat(json.path("approval").path("waits").asBoolean()).isFalse();
  }

  @Test
  void moreThanHalfLeavingAndTheModeApproveWait() {
    assertThat(reason("{shards: 5}", 2)).isEqualTo("true MostShardsLeave");
    assertThat(reason("{shards: 4}", 2)).isEqualTo("false NotAsked");
    assertThat(reason("{shards: 3, rebalance: {mode: Approve}}", 4)).isEqualTo("true ModeApprove");
    assertThat(reason("{shards: 3, rebalance: {mode: Approve}}", 3)).isEqualTo("false NotAsked");
    assertThat(reason("{shards: 5, rebalance: {mode: Disabled}}", 2)).isEqualTo("false NotAsked");

    String id = ToolRun.json(PRODUCTS, 1).path("approval").path("id").asText();
    assertThat(reason("{shards: 3, approvals: [" + id + "]}", 1)).isEqualTo("false Given");
  }

  private static String reason(String spec, int shards) {
    JsonNode approval =
        ToolRun.json(PRODUCTS.replace("{shards: 3}", spec), shards).path("approval");
    return approval.path("waits").asText() + " " + approval.path("reason").asText();
  }

  @Test
  void whatHoldsThePlanBackIsSaid() {
    assertThat(notes("{shards: 3, rebalance: {mode: Disabled}}", 4))
        .anyMatch(note -> note.startsWith("spec.rebalance.mode is Disabled"));
    assertThat(notes("{shards: 3, runPolicy: Paused}", 4))
        .anyMatch(note -> note.startsWith("spec.runPolicy is not Running"));
    assertThat(notes("{shards: 3}", 3)).anyMatch(note -> note.startsWith("no slot moves"));
  }

  private static List<String> notes(String spec, int shards) {
    List<String> notes = new ArrayList<>();
    ToolRun.json(PRODUCTS.replace("{shards: 3}", spec), shards)
        .path("notes")
        .forEach(note -> notes.add(note.asText()));
    return notes;
  }

  @Test
  void yamlJsonListsAndDocumentsAreReadAlike() throws IOException {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    JsonNode object = yaml.readTree(PRODUCTS);
    ObjectNode list = yaml.createObjectNode();
    list.put("apiVersion", "v1").put("kind", "List");
    list.putArray("items").add(object);
    String json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(list);
    String documents = "apiVersion: v1\nkind: Pod\n---\n" + PRODUCTS;

    List<String> answers =
        Stream.of(PRODUCTS, object.toString(), list.toString(), json, documents)
            .map(input -> ToolRun.simulate(input, 5).output())
            .distinct()
            .toList();

    assertThat(answers).hasSize(1).first().asString().contains("bcd1bb8a71");
  }

  @Test
  void eachExampleCanBeSimulated() throws IOException {
    try (Stream<Path> examples = Files.list(Path.of("../examples"))) {
      for (Path example : examples.sorted().toList()) {
        String text = Files.readString(example);
        ToolRun run = ToolRun.simulate(text, 7);
        boolean moves = !text.contains("mode: Quorum") && !text.contains("mode: MultiPrimary");
        assertThat(run.exitCode()).as("%s: %s", example, run.errors()).isEqualTo(moves ? 0 : 2);
      }
    }
  }
}
