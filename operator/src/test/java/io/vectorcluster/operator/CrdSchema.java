package io.vectorcluster.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The schema of a CRD file, and the defaults it gives to an object. */
public record CrdSchema(JsonNode crd) {

  public static CrdSchema of(String file) {
    return new CrdSchema(Yaml.read(Yaml.REPOSITORY.resolve("crds").resolve(file)));
  }

  public JsonNode version() {
    return crd.at("/spec/versions/0");
  }

  public JsonNode root() {
    return version().at("/schema/openAPIV3Schema");
  }

  public JsonNode property(String name) {
    return root().path("properties").path(name);
  }

  /** A spec as the API server stores it. */
  public JsonNode withDefaults(JsonNode spec) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.set("spec", spec.isObject() ? spec.deepCopy() : JsonNodeFactory.instance.objectNode());
    fill(object, root());
    return object.path("spec");
  }

  private static void fill(ObjectNode object, JsonNode schema) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = property.getKey();
      JsonNode inner = property.getValue();
      if (!object.has(name) && inner.has("default")) {
        object.set(name, inner.path("default").deepCopy());
      }
      if (object.path(name) instanceof ObjectNode child) {
        fill(child, inner);
      }
    }
  }
}
