package io.vectorcluster.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The chart asks for little, and says what its values are. */
final class ChartTest {
  private static final Path CHART = Yaml.REPOSITORY.resolve("charts/vectorcluster-operator");

  @Test
  void rightsHaveNoWildcardAndNoWayIntoPods() throws IOException {
    String templates = templates();

    assertThat(templates)
        .doesNotContain("[\"*\"]", "['*']", "- \"*\"", "- '*'", "pods/exec", "pods/attach")
        .doesNotContain("pods/portforward", "serviceaccounts/token", "escalate", "impersonate");
  }

  @Test
  void secretsAreReadClusterWideOnlyWhenAskedFor() {
    assertThat(Yaml.read(CHART.resolve("values.yaml")).path("watchAllNamespaces").asBoolean(true))
        .isFalse();
  }

  @Test
  void theSchemaKnowsEachValueAndNoOther() {
    List<String> drift = new ArrayList<>();

    compare(
        "",
        Yaml.read(CHART.resolve("values.yaml")),
        Yaml.read(CHART.resolve("values.schema.json")),
        drift);

    assertThat(drift).isEmpty();
  }

  @Test
  void theOperatorRunsRestricted() throws IOException {
    assertThat(templates())
        .contains("runAsNonRoot: true", "readOnlyRootFilesystem: true", "drop: [ALL]")
        .contains("allowPrivilegeEscalation: false", "type: RuntimeDefault");
  }

  private static void compare(String path, JsonNode values, JsonNode schema, List<String> drift) {
    if (!schema.path("properties").isObject()) {
      return;
    }
    for (Map.Entry<String, JsonNode> value : values.properties()) {
      JsonNode inner = schema.path("properties").path(value.getKey());
      if (inner.isMissingNode()) {
        drift.add(path + "." + value.getKey() + " is not in values.schema.json");
      }
      compare(path + "." + value.getKey(), value.getValue(), inner, drift);
    }
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (!values.has(property.getKey()) && !property.getKey().equals("global")) {
        drift.add(path + "." + property.getKey() + " is not in values.yaml");
      }
    }
  }

  private static String templates() throws IOException {
    try (Stream<Path> files = Files.walk(CHART.resolve("templates"))) {
      return files
          .filter(Files::isRegularFile)
          .map(ChartTest::read)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }
}
