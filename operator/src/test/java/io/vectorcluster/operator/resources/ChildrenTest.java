package io.vectorcluster.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vectorcluster.operator.Yaml;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.IntentParser;
import io.vectorcluster.operator.intent.ParsedIntent;
import io.vectorcluster.topology.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rendered objects, as a file to read; {@code -Dgolden.update=true} writes it anew. */
final class ChildrenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/ChildrenTest/children.yaml");
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private static List<ChildObject> children(String spec) {
    return children(spec, new TreeMap<>());
  }

  private static List<ChildObject> children(String spec, SortedMap<String, String> zones) {
    if (!(IntentParser.parse("demo", Yaml.as(Yaml.parse(spec), VectorClusterSpec.class))
        instanceof ParsedIntent.Accepted accepted)) {
      throw new AssertionError("not accepted: " + spec);
    }
    return Children.of(
        new Blueprint(
            new ClusterIdentity("shop", "demo", "11111111-2222-4333-8444-555555555555", 1, false),
            accepted.intent(),
            "0.1.0",
            "registry.example/index-node:0.1.0",
            new TreeSet<>(List.of(new ShardId(0))),
            Map.of(),
            zones,
            Map.of(),
            new Credentials("the-token", "the-admin-key", "the-write-key")));
  }

  @Test
  void areAsReviewed() throws IOException {
    StringBuilder text = new StringBuilder();
    for (ChildObject child : children("{shards: 1, storage: {storageClassName: fast}}")) {
      text.append(YAML.writeValueAsString(YAML.treeToValue(child.content(), Object.class)));
    }

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(text.toString()).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void podsKeepToTheRestrictedStandard() {
    JsonNode pod = statefulSet("{}").at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");

    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").asLong()).isGreaterThan(10_000);
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
  }

  @Test
  void noSecretIsInTheEnvironmentOrTheArguments() {
    String set = statefulSet("{}").toString();

    assertThat(set).doesNotContain("secretKeyRef").doesNotContain("the-").contains("/keys");
  }

  @Test
  void withoutAuthenticationThereAreNoKeys() {
    List<ChildObject> children = children("{access: {authentication: None}}");

    assertThat(children).noneMatch(child -> child.key().name().equals("demo-access"));
    assertThat(statefulSet("{access: {authentication: None}}").toString())
        .doesNotContain("/keys")
        .contains("\"VECTORCLUSTER_AUTHENTICATION\",\"value\":\"None\"");
  }

  @Test
  void stoppedMeansNoPods() {
    assertThat(statefulSet("{runPolicy: Stopped}").at("/spec/replicas").asInt(-1)).isZero();
  }

  @Test
  void eachShardOfSeveralCopiesHasABudgetOfItsOwn() {
    List<ChildObject> children = children("{replication: {factor: 3}}");

    assertThat(children)
        .filteredOn(child -> child.key().kind().equals("PodDisruptionBudget"))
        .singleElement()
        .satisfies(
            budget -> {
              assertThat(budget.key().name()).isEqualTo("demo-shard-0");
              assertThat(budget.content().at("/spec/minAvailable").asInt()).isEqualTo(2);
              assertThat(
                      budget
                          .content()
                          .at("/spec/selector/matchLabels")
                          .path("vectorcluster.io/shard")
                          .asText())
                  .isEqualTo("0");
            });
    assertThat(children.getLast().content().at("/spec/replicas").asInt()).isEqualTo(3);
  }

  @Test
  void howIsReadIsAFileThatNamesWhatIsSetAndZonesWhereThereAreAny() {
    assertThat(reads("{}", Map.of()))
        .isEqualTo("{\"prefer\":\"LeastLoaded\",\"onMissingShard\":\"Fail\"}\n");
    assertThat(
            reads(
                "{from: Any, prefer: SameZone, hedgeAfter: 50ms, onMissingShard: Partial}",
                Map.of("demo-shard-0-1", "b", "demo-shard-0-0", "\"a\"")))
        .isEqualTo(
            """
            {"from":"Any","prefer":"SameZone","hedgeAfter":"PT0.05S","onMissingShard":"Partial",\
            "zones":{"demo-shard-0-0":"\\"a\\"","demo-shard-0-1":"b"}}
            """);
  }

  private static String reads(String reads, Map<String, String> zones) {
    return children("{reads: %s}".formatted(reads), new TreeMap<>(zones))
        .getFirst()
        .content()
        .path("data")
        .path("reads.json")
        .asText();
  }

  @Test
  void anotherWayToReadRestartsNoPod() {
    assertThat(
            statefulSet("{reads: {from: Any, prefer: SameZone, hedgeAfter: 1s}}")
                .at("/spec/template"))
        .isEqualTo(statefulSet("{}").at("/spec/template"));
  }

  @Test
  void anotherFactorOrAnotherAcknowledgementRestartsNoPod() {
    JsonNode one = statefulSet("{}").at("/spec/template");

    assertThat(
            statefulSet("{replication: {factor: 3, acks: One, minInSync: 2}}").at("/spec/template"))
        .isEqualTo(one);
  }

  @Test
  void copiesKeepApartAsAsked() {
    JsonNode constraints =
        statefulSet("{spread: {nodes: Required, zones: Ignored}}")
            .at("/spec/template/spec/topologySpreadConstraints");

    assertThat(constraints).hasSize(1);
    assertThat(constraints.at("/0/topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
    assertThat(constraints.at("/0/whenUnsatisfiable").asText()).isEqualTo("DoNotSchedule");
    assertThat(
            statefulSet("{spread: {nodes: Ignored, zones: Ignored}}")
                .at("/spec/template/spec")
                .has("topologySpreadConstraints"))
        .isFalse();
  }

  @Test
  void noObjectHasAnEmptyMap() {
    for (ChildObject child : children("{}")) {
      assertThat(child.content().toString()).doesNotContain("{}").doesNotContain("null");
    }
  }

  private static JsonNode statefulSet(String spec) {
    return children(spec).getLast().content();
  }
}
