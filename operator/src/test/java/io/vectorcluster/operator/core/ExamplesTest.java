package io.vectorcluster.operator.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.CrdSchema;
import io.vectorcluster.operator.Yaml;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Release;
import io.vectorcluster.operator.resources.Credentials;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is accepted, uses only fields that exist, and gives a plan. */
final class ExamplesTest {
  private static final String DRAWN = "0123456789012345678901234567890123456789";
  private final CrdSchema schema = CrdSchema.of("vectorclusters.yaml");

  static List<Path> examples() {
    return Yaml.files(Yaml.REPOSITORY.resolve("examples"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isPlanned(Path file) {
    JsonNode example = Yaml.read(file);
    List<String> unknown = new ArrayList<>();
    collectUnknown("spec", example.path("spec"), schema.property("spec"), unknown);

    Plan plan = plan(example);

    assertThat(unknown).isEmpty();
    assertThat(plan.blockers())
        .allSatisfy(blocker -> assertThat(blocker.id()).isEqualTo(BlockerId.STORES_AWAITED));
    assertThat(plan.shards()).hasSize(example.at("/spec/shards").asInt(1));
    int shards = plan.shards().size();
    int budgets = example.at("/spec/replication/factor").asInt(1) == 1 ? 1 : shards;
    assertThat(plan.actions()).hasSize(7 + budgets + shards);
  }

  private Plan plan(JsonNode example) {
    VectorClusterSpec spec =
        Yaml.as(schema.withDefaults(example.path("spec")), VectorClusterSpec.class);
    return Planner.plan(
        new Request(
            new ClusterIdentity(
                "default", example.at("/metadata/name").asText(), Scenario.UID, 1, false),
            spec,
            new Release("vectorcluster/index-node", "0.1.0")),
        new Observation(
            Instant.EPOCH,
            VectorClusterStatus.UNSEEN,
            Optional.empty(),
            new TreeMap<>(),
            List.of(),
            List.of(),
            new TreeMap<>(),
            true,
            new Credentials(DRAWN, DRAWN, DRAWN)));
  }

  private static void collectUnknown(
      String path, JsonNode value, JsonNode schema, List<String> unknown) {
    if (!schema.has("properties")) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode inner = schema.path("properties").path(field.getKey());
      if (inner.isMissingNode()) {
        unknown.add(path + "." + field.getKey());
      }
      collectUnknown(path + "." + field.getKey(), field.getValue(), inner, unknown);
    }
  }
}
