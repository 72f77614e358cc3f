package io.vectorcluster.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.vectorcluster.operator.CrdSchema;
import io.vectorcluster.operator.Yaml;
import io.vectorcluster.operator.api.v1alpha1.TopologyRecord;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The CRDs and the Java records say the same, and the CRDs avoid the known traps. */
final class CrdDriftTest {
  private static final int MAX_JSON_BYTES = 150_000;
  private static final Set<String> BOOLEAN_WORDS =
      Set.of("on", "off", "yes", "no", "y", "n", "true", "false");

  private final CrdSchema clusters = CrdSchema.of("vectorclusters.yaml");
  private final CrdSchema topologies = CrdSchema.of("vectortopologies.yaml");

  @Test
  void recordsHaveTheFieldsOfTheSchema() {
    List<String> drift = new ArrayList<>();

    compare("spec", clusters.property("spec"), VectorClusterSpec.class, drift);
    compare("status", clusters.property("status"), VectorClusterStatus.class, drift);
    compare("topology.spec", topologies.property("spec"), VectorTopologySpec.class, drift);
    compare("topology.record", topologies.property("record"), TopologyRecord.class, drift);

    assertThat(drift).isEmpty();
  }

  @Test
  void defaultsAreWrittenOutAtEachLevel() {
    List<String> drift = new ArrayList<>();

    compareDefaults("spec", clusters.property("spec"), drift);

    assertThat(drift).isEmpty();
  }

  @Test
  void noEnumHasAWordThatYamlReadsAsABoolean() {
    List<String> found = new ArrayList<>();
    for (CrdSchema schema : List.of(clusters, topologies)) {
      schema
          .property("spec")
          .findValues("enum")
          .forEach(values -> values.forEach(v -> check(v, found)));
    }

    assertThat(found).isEmpty();
  }

  @Test
  void noDefaultsInsideListItems() {
    for (CrdSchema schema : List.of(clusters, topologies)) {
      for (JsonNode items : schema.root().findValues("items")) {
        assertThat(items.findValues("default")).isEmpty();
      }
    }
  }

  @Test
  void rangesAUserCanHitHaveAMessageWithTheRemedy() {
    assertThat(clusters.property("spec").findValues("minimum")).isEmpty();
    assertThat(clusters.property("spec").findValues("maximum")).isEmpty();
    for (JsonNode rules : clusters.root().findValues("x-kubernetes-validations")) {
      for (JsonNode rule : rules) {
        assertThat(rule.path("message").asText()).contains(": ").hasSizeGreaterThan(20);
      }
    }
  }

  @Test
  void anUnseenClusterDoesNotCountAsHealthy() {
    assertThat(clusters.property("status").at("/default/observedGeneration").asInt(0))
        .isEqualTo(-1);
  }

  @Test
  void scaleReadsIntegersAndTheCategoryIsNotAll() {
    assertThat(clusters.property("status").at("/properties/shards/type").asText())
        .isEqualTo("integer");
    assertThat(clusters.version().at("/subresources/scale/statusReplicasPath").asText())
        .isEqualTo(".status.shards");
    assertThat(clusters.crd().at("/spec/names/categories").toString()).isEqualTo("[\"vector\"]");
  }

  @Test
  void crdsAreSmall() {
    for (CrdSchema schema : List.of(clusters, topologies)) {
      assertThat(schema.crd().toString().length()).isLessThan(MAX_JSON_BYTES);
    }
  }

  @Test
  void theChartCarriesTheSameCrds() throws Exception {
    Path chart = Yaml.REPOSITORY.resolve("charts/vectorcluster-operator/crds");
    List<Path> own = Yaml.files(Yaml.REPOSITORY.resolve("crds"));

    assertThat(Yaml.files(chart)).hasSameSizeAs(own);
    for (Path file : own) {
      assertThat(chart.resolve(String.valueOf(file.getFileName())))
          .hasContent(Files.readString(file));
    }
  }

  private static void check(JsonNode value, List<String> found) {
    if (BOOLEAN_WORDS.contains(value.asText().toLowerCase(java.util.Locale.ROOT))) {
      found.add(value.asText());
    }
  }

  private static void compareDefaults(String path, JsonNode schema, List<String> drift) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      JsonNode inner = property.getValue();
      JsonNode above = schema.path("default").path(property.getKey());
      if (schema.has("default") && inner.has("default") && !above.equals(inner.path("default"))) {
        drift.add(path + "." + property.getKey() + ": " + inner.path("default") + " and " + above);
      }
      compareDefaults(path + "." + property.getKey(), inner, drift);
    }
  }

  private static void compare(String path, JsonNode schema, Type type, List<String> drift) {
    if (schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      return;
    }
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      expect(path, schema, "array", drift);
      compare(path + "[]", schema.path("items"), list.getActualTypeArguments()[0], drift);
    } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
      expect(path, schema, "object", drift);
      compare(
          path + "{}", schema.path("additionalProperties"), map.getActualTypeArguments()[1], drift);
    } else if (type instanceof Class<?> record && record.isRecord()) {
      compareRecord(path, schema, record, drift);
    } else if (type == Quantity.class) {
      if (!schema.path("x-kubernetes-int-or-string").asBoolean()) {
        drift.add(path + " is a quantity in Java only");
      }
    } else if (type == Integer.class || type == Long.class) {
      expect(path, schema, "integer", drift);
      String format = type == Integer.class ? "int32" : "int64";
      if (!schema.path("format").asText().equals(format)) {
        drift.add(path + " is not " + format);
      }
    } else {
      expect(path, schema, type == Boolean.class ? "boolean" : "string", drift);
    }
  }

  private static void compareRecord(
      String path, JsonNode schema, Class<?> record, List<String> drift) {
    expect(path, schema, "object", drift);
    Set<String> fields = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(fields::add);
    Set<String> components = new TreeSet<>();
    for (RecordComponent component : record.getRecordComponents()) {
      components.add(component.getName());
      JsonNode inner = schema.path("properties").path(component.getName());
      if (!inner.isMissingNode()) {
        compare(path + "." + component.getName(), inner, component.getGenericType(), drift);
      }
    }
    if (!fields.equals(components)) {
      drift.add(path + ": the schema has " + fields + ", the record " + components);
    }
  }

  private static void expect(String path, JsonNode schema, String type, List<String> drift) {
    if (!schema.path("type").asText().equals(type)) {
      drift.add(path + " is " + type + " in Java and " + schema.path("type") + " in the CRD");
    }
  }
}
