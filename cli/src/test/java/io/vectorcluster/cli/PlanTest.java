package io.vectorcluster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Quantity;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.IntentParser;
import io.vectorcluster.operator.intent.ParsedIntent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code plan} answers, and that the operator would take it. */
final class PlanTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static ToolRun plan(String vectors, String dimensions, String qps, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("plan", "--vectors", vectors, "--dimensions", dimensions, "--qps", qps));
    arguments.addAll(Arrays.asList(more));
    return ToolRun.of("", arguments.toArray(String[]::new));
  }

  private static JsonNode tree(String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("is neither YAML nor JSON: " + text, e);
    }
  }

  private static Intent accepted(JsonNode cluster) {
    VectorClusterSpec spec = YAML.convertValue(cluster.path("spec"), VectorClusterSpec.class);
    ParsedIntent parsed = IntentParser.parse(cluster.at("/metadata/name").asText(), spec);
    assertThat(parsed).isInstanceOf(ParsedIntent.Accepted.class);
    return ((ParsedIntent.Accepted) parsed).intent();
  }

  private static void refused(ToolRun run, String... parts) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).isEmpty();
    assertThat(run.errors()).startsWith("vectorcluster: ").contains(parts);
    assertThat(run.errors().lines()).hasSize(1);
  }

  @Test
  void theGuidesExample() {
    ToolRun run = plan("10M", "768", "5000");

    assertThat(run.exitCode()).isZero();
    assertThat(run.lines())
        .containsExactly(
            "# vectors     10,000,000 of 768 dimensions, BFloat16 in the graph, Float32 in the store",
            "# graphs      23 GB a copy by vectors x dimensions x bytes x 1.5",
            "# shards      6: the fullest takes 4.2Gi of the 4.7Gi that a pod of 8Gi may use for graphs",
            "# copies      2 of each shard: 12 pods",
            "# memory      96.0Gi in all",
            "# disk        12Gi a pod, 144.0Gi in all",
            "# CPU         5 a pod, 60 in all: a search asks one copy of every shard, 5000 of them a second for 2 ms each",
            "# placing     Hash: slots spread evenly at any size, and a search asks every shard; the guides take ranges of ids from 10 M on, which this release does not have",
            "apiVersion: vectorcluster.io/v1alpha1",
            "kind: VectorCluster",
            "metadata:",
            "  name: planned",
            "spec:",
            "  shards: 6",
            "  replication:",
            "    factor: 2",
            "  sharding:",
            "    slots: 1024",
            "  collectionDefaults:",
            "    precision: BFloat16",
            "  storage:",
            "    size: 12Gi",
            "  resources:",
            "    requests:",
            "      cpu: 5",
            "      memory: 8Gi",
            "    limits:",
            "      memory: 8Gi");
    Intent intent = accepted(tree(run.output()));
    assertThat(intent.shards()).isEqualTo(6);
    assertThat(intent.resources().requests().get("cpu")).isEqualTo(new Quantity("5"));
  }

  @ParameterizedTest
  @CsvSource({
    "Float32, 46 GB",
    "float16, 23 GB",
    "BFLOAT16, 23 GB",
    "Int8, 11 GB",
    "Binary, 1.4 GB"
  })
  void memoryOfGraphsIsTheGuides(String precision, String memory) {
    ToolRun run = plan("10M", "768", "5000", "--precision", precision);

    assertThat(run.lines().get(1)).startsWith("# graphs      " + memory + " a copy");
  }

  @Test
  void aSmallLoadIsOneNodeAndSaysWhatThatMeans() {
    ToolRun run = plan("100K", "384", "50", "--memory-per-pod", "2Gi", "--payload-bytes", "1K");

    assertThat(run.lines()).contains("# copies      1 of each shard: 1 pods");
    assertThat(run.output()).contains("# note: with one copy a shard is away while its pod is");
    Intent intent = accepted(tree(run.output()));
    assertThat(intent.shards()).isEqualTo(1);
    assertThat(intent.resources().requests().get("cpu")).isEqualTo(new Quantity("500m"));
  }

  @Test
  void moreSearchesAskForMoreCopiesAndNotForMoreShards() {
    JsonNode calm = tree(plan("10M", "768", "5000", "-o", "json").output());
    JsonNode busy = tree(plan("10M", "768", "30K", "-o", "json").output());

    assertThat(busy.path("shards")).isEqualTo(calm.path("shards"));
    assertThat(busy.path("factor").asInt()).isEqualTo(4);
    assertThat(busy.at("/perPod/millicores").asInt()).isEqualTo(15_000);
    assertThat(plan("10M", "768", "30K", "--factor", "2").output())
        .contains("# note: a pod needs 30 cores: more shards do not lower it");
  }

  @Test
  void jsonHasTheFiguresAndTheCluster() {
    JsonNode plan = tree(plan("10M", "768", "5000", "--latency", "1.5ms", "-o", "json").output());

    assertThat(plan.path("vectors").asLong()).isEqualTo(10_000_000);
    assertThat(plan.path("graphBytes").asLong()).isEqualTo(23_040_000_000L);
    assertThat(plan.path("latencyMs").asDouble()).isEqualTo(1.5);
    assertThat(plan.at("/perPod/memoryBytes").asLong()).isEqualTo(8L << 30);
    assertThat(plan.at("/perPod/millicores").asLong()).isEqualTo(3_800);
    assertThat(accepted(plan.path("cluster")).shards()).isEqualTo(plan.path("shards").asInt());
  }

  static LongStream seeds() {
    return new Random(20_261_201).longs(150);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theOperatorTakesWhateverIsPlanned(long seed) {
    // Given
    Random random = new Random(seed);
    long vectors = (long) Math.pow(10, 9 * random.nextDouble());
    int dimensions = 1 + random.nextInt(random.nextBoolean() ? 128 : 4096);
    String precision =
        List.of("Float32", "Float16", "BFloat16", "Int8", "Binary").get(random.nextInt(5));
    String memory = List.of("512Mi", "1Gi", "3Gi", "8Gi", "64Gi").get(random.nextInt(5));

    // When
    ToolRun run =
        plan(
            Long.toString(vectors),
            Integer.toString(dimensions),
            Integer.toString(random.nextInt(20_000)),
            "--precision",
            precision,
            "--memory-per-pod",
            memory,
            "-o",
            "json");

    // Then it is accepted, or says with which memory it would be
    if (run.exitCode() == 0) {
      JsonNode plan = tree(run.output());
      Intent intent = accepted(plan.path("cluster"));
      assertThat(plan.at("/perPod/graphBytes").asLong())
          .isLessThanOrEqualTo(plan.at("/perPod/usableGraphBytes").asLong());
      assertThat(Quantity.getAmountInBytes(intent.storage().size()).longValue())
          .isEqualTo(plan.at("/perPod/diskBytes").asLong());
    } else {
      refused(run, "--memory-per-pod is " + memory + ": more than 1,024 shards", "; use ");
    }
  }

  @Test
  void wrongValuesAreToldWithTheirOptionAndTheRemedy() {
    refused(
        plan("10X", "768", "1"), "--vectors is 10X: use a whole number from 1 to", "such as 10M");
    refused(plan("0.5", "768", "1"), "--vectors is 0.5: use a whole number");
    refused(plan("0", "768", "1"), "--vectors is 0: ");
    refused(plan("1M", "65537", "1"), "--dimensions is 65537: use a whole number from 1 to 65,536");
    refused(plan("1M", "768", "-1"), "--qps is -1: use a whole number from 0");
    refused(
        plan("1M", "768", "1", "--factor", "8"), "--factor is 8: use a whole number from 1 to 7");
    refused(
        plan("1M", "768", "1", "--memory-per-pod", "lots"),
        "--memory-per-pod is lots: use a quantity from 512Mi to 4Ti, such as 8Gi");
    refused(plan("1M", "768", "1", "--memory-per-pod", "256Mi"), "--memory-per-pod is 256Mi: ");
    refused(
        plan("1M", "768", "1", "--latency", "2"),
        "--latency is 2: use a time above 0 up to 60s with its unit, such as 2ms");
    refused(plan("1M", "768", "1", "--latency", "0ms"), "--latency is 0ms: ");
    refused(plan("1M", "768", "1", "--latency", "61s"), "--latency is 61s: ");
    refused(plan("1M", "768", "1", "--payload-bytes", "2M"), "--payload-bytes is 2M: ");
    refused(plan("1M", "768", "1", "--precision", "f8"), "'--precision'", "'f8'");
    refused(ToolRun.of("", "plan", "--dimensions", "768", "--qps", "1"), "--vectors");
    refused(
        plan("10B", "1536", "1", "--memory-per-pod", "8Gi"),
        "--memory-per-pod is 8Gi: more than 1,024 shards would be needed, the most there can be;"
            + " use 128Gi or more, or a smaller --precision");
  }
}
