package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Typed views of the fields of a small body that is kept as a tree. */
final class JsonFields {
  private JsonFields() {}

  static ObjectNode object(String place, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw BadRequest.format(place + ": expected an object");
  }

  /** A copy without the fields that are null: they count as absent. */
  static ObjectNode withoutNulls(ObjectNode node) {
    ObjectNode copy = node.deepCopy();
    copy.properties().removeIf(field -> field.getValue().isNull());
    return copy;
  }

  static boolean bool(String place, JsonNode node) {
    if (!node.isBoolean()) {
      throw BadRequest.format(place + ": expected true or false");
    }
    return node.booleanValue();
  }

  static int integer(String place, JsonNode node, int least, int most) {
    if (!node.isIntegralNumber()) {
      throw BadRequest.format(place + ": expected an integer");
    }
    if (!node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
      throw BadRequest.validation(
          "%s: value %s invalid, use %d to %d"
              .formatted(place, WellFormed.brief(node.asText()), least, most));
    }
    return node.intValue();
  }

  /** A section whose fields are single values, if it is there at all. */
  static void flat(String place, JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return;
    }
    for (Map.Entry<String, JsonNode> field : object(place, node).properties()) {
      if (!field.getValue().isValueNode()) {
        throw BadRequest.format(
            "%s.%s: expected a single value".formatted(place, WellFormed.brief(field.getKey())));
      }
    }
  }
}
