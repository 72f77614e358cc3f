package io.vectorcluster.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.IntentParser;
import io.vectorcluster.operator.intent.ParsedIntent;
import io.vectorcluster.operator.intent.Violation;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Reads specs by the operator's own rules. */
final class Specs {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_VALUE = 40;

  private Specs() {}

  /** The spec of a VectorCluster. */
  static Intent written(JsonNode cluster) throws InputException {
    return parsed(cluster, cluster.path("spec"), field -> "spec." + field);
  }

  /**
   * The same spec with other shards; that of the VectorTopology, if it is alone. How the slots are
   * cut is fixed, and the record knows it best.
   */
  static Intent wished(ClusterObjects objects, int shards) throws InputException {
    JsonNode object = objects.cluster().or(objects::topology).orElseThrow();
    String prefix = objects.cluster().isPresent() ? "spec." : "spec.accepted.";
    JsonNode before =
        objects.cluster().isPresent() ? object.path("spec") : object.path("spec").path("accepted");
    ObjectNode spec = before.isObject() ? before.deepCopy() : MAPPER.createObjectNode();
    spec.put("shards", shards);
    objects
        .topology()
        .map(topology -> topology.path("record"))
        .filter(JsonNode::isObject)
        .ifPresent(record -> spec.set("sharding", sharding(record)));
    return parsed(object, spec, field -> field.equals("shards") ? "--shards" : prefix + field);
  }

  private static ObjectNode sharding(JsonNode record) {
    ObjectNode sharding = MAPPER.createObjectNode();
    for (String field : new String[] {"slots", "assignment", "virtualNodes"}) {
      sharding.set(field, record.path(field));
    }
    return sharding;
  }

  /** A part of an object as a value; what is not there is one without anything. */
  static <T> T value(String field, JsonNode node, Class<T> type) throws InputException {
    try {
      return MAPPER.treeToValue(
          node.isMissingNode() || node.isNull() ? MAPPER.createObjectNode() : node, type);
    } catch (JsonProcessingException e) {
      String pointer = e instanceof JsonMappingException mapping ? pointer(mapping) : "";
      throw new InputException(
          "%s is %s: the API has another type there; give the object as kubectl prints it"
              .formatted(
                  field + pointer.replace('/', '.'), shortened(node.at(pointer).toString())));
    }
  }

  private static String pointer(JsonMappingException wrong) {
    return wrong.getPath().stream()
        .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
        .collect(Collectors.joining());
  }

  private static Intent parsed(JsonNode object, JsonNode spec, UnaryOperator<String> path)
      throws InputException {
    String name = object.path("metadata").path("name").asText();
    VectorClusterSpec given = value("spec", spec, VectorClusterSpec.class);
    return switch (IntentParser.parse(name, given)) {
      case ParsedIntent.Accepted(Intent intent) -> intent;
      case ParsedIntent.Invalid invalid ->
          throw new InputException(
              invalid.violations().stream()
                  .map(violation -> told(violation, object, spec, path))
                  .collect(Collectors.joining("; ")));
    };
  }

  private static String told(
      Violation violation, JsonNode object, JsonNode spec, UnaryOperator<String> path) {
    String field = violation.field();
    boolean outside = field.startsWith("metadata.");
    JsonNode value = (outside ? object : spec).at("/" + field.replace('.', '/'));
    String shown = outside ? field : path.apply(field);
    return Optional.of(value)
        .filter(JsonNode::isValueNode)
        .map(scalar -> "%s is %s: ".formatted(shown, shortened(scalar.asText())))
        .orElse(shown + ": ")
        .concat(violation.remedy());
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
  }
}
