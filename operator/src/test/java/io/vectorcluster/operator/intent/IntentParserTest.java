package io.vectorcluster.operator.intent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vectorcluster.operator.CrdSchema;
import io.vectorcluster.operator.Yaml;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.intent.ParsedIntent.Accepted;
import io.vectorcluster.operator.intent.ParsedIntent.Invalid;
import io.vectorcluster.topology.ReplicationMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reconciler's own check; the same files go to an API server in SpecValidationIT. */
final class IntentParserTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private final CrdSchema schema = CrdSchema.of("vectorclusters.yaml");

  static List<Path> invalid() {
    return Yaml.files(RESOURCES.resolve("invalid"));
  }

  static List<Path> forbidden() {
    return Yaml.files(RESOURCES.resolve("forbidden-updates"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesWithFieldAndRemedy(Path file) {
    JsonNode given = Yaml.read(file);

    ParsedIntent parsed =
        IntentParser.parse(given.at("/metadata/name").asText(), spec(given.path("spec")));

    assertThat(parsed)
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> assertThat(invalid.message()).contains(given.path("expect").asText()));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void refusesTheChange(Path file) {
    JsonNode given = Yaml.read(file);

    ParsedIntent change =
        IntentParser.checkChange(intent(given.path("before")), intent(given.path("after")));

    assertThat(change)
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> assertThat(invalid.message()).contains(given.path("expect").asText()));
  }

  @Test
  void thereAreAtLeastTwentyInvalidSpecs() {
    assertThat(invalid()).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void defaultsOfTheParserAreThoseOfTheCrd() {
    JsonNode nothing = JsonNodeFactory.instance.objectNode();

    assertThat(intent(nothing)).isEqualTo(IntentParser.DEFAULTS);
    assertThat(intent(schema.withDefaults(nothing))).isEqualTo(IntentParser.DEFAULTS);
  }

  @Test
  void choicesAreTheEnumsOfTheCrd() {
    JsonNode spec = schema.property("spec").path("properties");

    assertThat(words(spec.at("/runPolicy")))
        .containsExactlyElementsOf(Choices.RUN_POLICIES.keySet());
    assertThat(words(spec.at("/sharding/properties/assignment")))
        .containsExactlyElementsOf(Choices.ASSIGNMENTS.keySet());
    assertThat(words(spec.at("/collectionDefaults/properties/precision")))
        .containsExactlyElementsOf(Choices.PRECISIONS.keySet());
    assertThat(words(spec.at("/collectionDefaults/properties/partitioning/properties/method")))
        .containsExactlyElementsOf(Choices.PARTITIONINGS.keySet());
    assertThat(words(spec.at("/replication/properties/acks")))
        .containsExactlyElementsOf(Choices.ACKS.keySet());
    assertThat(words(spec.at("/replication/properties/mode")))
        .containsExactlyElementsOf(Choices.MODES.keySet());
    for (String over : Set.of("nodes", "zones")) {
      assertThat(words(spec.at("/spread/properties/" + over)))
          .containsExactlyElementsOf(Choices.FORCES.keySet());
    }
    assertThat(words(spec.at("/reads/properties/from")))
        .containsExactlyElementsOf(Choices.FROM.keySet());
    assertThat(words(spec.at("/reads/properties/prefer")))
        .containsExactlyElementsOf(Choices.PREFERENCES.keySet());
    assertThat(words(spec.at("/reads/properties/onMissingShard")))
        .containsExactlyElementsOf(Choices.MISSING_SHARDS.keySet());
    assertThat(words(spec.at("/rebalance/properties/mode")))
        .containsExactlyElementsOf(Choices.REBALANCE_MODES.keySet());
    assertThat(words(spec.at("/access/properties/authentication")))
        .containsExactlyElementsOf(Choices.AUTHENTICATIONS.keySet());
    for (String when : Set.of("whenDeleted", "whenScaled")) {
      assertThat(words(spec.at("/storage/properties/retentionPolicy/properties/" + when)))
          .containsExactlyElementsOf(Choices.RETENTIONS.keySet());
    }
  }

  @Test
  void messagesOfTheCrdAreThoseOfTheParser() {
    List<String> messages = new ArrayList<>();
    for (Path file : invalid()) {
      JsonNode given = Yaml.read(file);
      if (IntentParser.parse(given.at("/metadata/name").asText(), spec(given.path("spec")))
          instanceof Invalid invalid) {
        invalid.violations().forEach(violation -> messages.add(violation.message()));
      }
    }
    for (Path file : forbidden()) {
      JsonNode given = Yaml.read(file);
      if (IntentParser.checkChange(intent(given.path("before")), intent(given.path("after")))
          instanceof Invalid invalid) {
        invalid.violations().forEach(violation -> messages.add(violation.message()));
      }
    }
    for (JsonNode rules : schema.root().findValues("x-kubernetes-validations")) {
      rules.forEach(rule -> assertThat(messages).contains(rule.path("message").asText()));
    }
  }

  @Test
  void howSlotsMoveIsRead() {
    JsonNode given = Yaml.parse("{rebalance: {mode: Approve, maxConcurrentMoves: 64}}");

    assertThat(intent(given).rebalance()).isEqualTo(new Rebalance(Rebalance.Mode.APPROVE, 64));
  }

  @Test
  void modesAreReadWithTheirNumbers() {
    assertThat(mode("{factor: 5, mode: Quorum}")).isEqualTo(new ReplicationMode.Quorum(5, 3, 3));
    assertThat(mode("{factor: 4, mode: Quorum, quorum: {write: 4}}"))
        .isEqualTo(new ReplicationMode.Quorum(4, 4, 3));
    assertThat(mode("{factor: 2, mode: MultiPrimary}"))
        .isEqualTo(new ReplicationMode.MultiPrimary());
    assertThat(mode("{factor: 2}")).isEqualTo(ReplicationMode.DEFAULT);
  }

  private static ReplicationMode mode(String replication) {
    return intent(Yaml.parse("{replication: " + replication + "}")).replication().mode();
  }

  @Test
  void imageGetsTheVersionUnlessItHasATag() {
    Release release = new Release("registry.example:5000/index-node", "0.1.0");

    assertThat(image("{}", release)).isEqualTo("registry.example:5000/index-node:0.3.0");
    assertThat(image("{version: 0.4.0}", release))
        .isEqualTo("registry.example:5000/index-node:0.4.0");
    assertThat(image("{image: \"mirror:5000/node\"}", release)).isEqualTo("mirror:5000/node:0.3.0");
    assertThat(image("{image: \"mirror:5000/node:x\"}", release)).isEqualTo("mirror:5000/node:x");
    assertThat(image("{image: \"node@sha256:00\"}", release)).isEqualTo("node@sha256:00");
  }

  @Test
  void deletesAreRememberedForTheTimeThatIsGiven() {
    assertThat(gcGrace("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(gcGrace("15m")).isEqualTo(Duration.ofMinutes(15));
    assertThat(gcGrace("240h")).isEqualTo(Duration.ofDays(10));
  }

  private static Duration gcGrace(String text) {
    return intent(Yaml.parse("{replication: {gcGrace: %s}}".formatted(text)))
        .replication()
        .gcGrace();
  }

  @Test
  void readsAreAsWrittenAndWhatIsUnsetIsLeftToTheNodes() {
    assertThat(reads("{}")).isEqualTo(Reads.DEFAULT);
    assertThat(reads("{from: Any, prefer: SameZone, onMissingShard: Partial}"))
        .isEqualTo(
            new Reads(
                Optional.of(Reads.From.ANY),
                Reads.Prefer.SAME_ZONE,
                Optional.empty(),
                Reads.MissingShard.PARTIAL));
    assertThat(reads("{hedgeAfter: 10ms}").hedgeAfter()).hasValue(Duration.ofMillis(10));
    assertThat(reads("{hedgeAfter: 1s500ms}").hedgeAfter()).hasValue(Duration.ofMillis(1_500));
    assertThat(reads("{hedgeAfter: 0h0m10s0ms}").hedgeAfter()).hasValue(Duration.ofSeconds(10));
  }

  private static Reads reads(String text) {
    return intent(Yaml.parse("{reads: %s}".formatted(text))).reads();
  }

  private static String image(String spec, Release release) {
    return intent(Yaml.parse(spec)).imageReference(release, "0.3.0");
  }

  private static Intent intent(JsonNode spec) {
    return switch (IntentParser.parse("demo", spec(spec))) {
      case Accepted(Intent intent) -> intent;
      case Invalid invalid -> throw new AssertionError(invalid.message());
    };
  }

  private static VectorClusterSpec spec(JsonNode spec) {
    return Yaml.as(spec, VectorClusterSpec.class);
  }

  private static List<String> words(JsonNode property) {
    List<String> words = new ArrayList<>();
    property.path("enum").forEach(word -> words.add(word.asText()));
    return words;
  }
}
