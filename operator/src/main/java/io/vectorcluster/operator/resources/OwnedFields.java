package io.vectorcluster.operator.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares an object as it is wanted with the one in the cluster, by field ownership: every wanted
 * field has its value, and the operator owns no field it no longer wants. Everything else (defaults
 * of the API server, labels of others, a sidecar someone injected) is none of its business.
 */
public final class OwnedFields {

  /** Parents of quantities, which the server may write in another unit. */
  private static final Set<String> QUANTITIES = Set.of("requests", "limits", "emptyDir");

  private OwnedFields() {}

  /**
   * The path of a field that must be applied again; empty if the object is as wanted.
   *
   * @param actual with its managedFields
   */
  public static Optional<String> difference(JsonNode wanted, JsonNode actual, String manager) {
    @Nullable String path = missing(wanted, actual, "", "");
    if (path == null) {
      path = surplus(ownFields(actual, manager), wanted, "", "");
    }
    return Optional.ofNullable(path);
  }

  private static @Nullable String missing(
      JsonNode wanted, JsonNode actual, String field, String path) {
    if (wanted.isObject()) {
      for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
        String name = entry.getKey();
        @Nullable String found =
            isQuantity(field, name)
                ? quantity(entry.getValue(), actual.path(name), path + "/" + name)
                : missing(entry.getValue(), actual.path(name), name, path + "/" + name);
        if (found != null) {
          return found;
        }
      }
      return actual.isObject() ? null : path;
    }
    if (wanted.isArray()) {
      return missingItem(wanted, actual, field, path);
    }
    return wanted.equals(actual) || wanted.asText().equals(actual.asText()) ? null : path;
  }

  private static @Nullable String missingItem(
      JsonNode wanted, JsonNode actual, String field, String path) {
    List<String> keys = KeyedLists.keys(field, wanted);
    if (keys.isEmpty() && wanted.size() != actual.size()) {
      return path;
    }
    for (int i = 0; i < wanted.size(); i++) {
      JsonNode item = wanted.get(i);
      JsonNode other = keys.isEmpty() ? actual.path(i) : KeyedLists.find(actual, keys, item);
      @Nullable String found = missing(item, other, field, path + "/" + i);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable String quantity(JsonNode wanted, JsonNode actual, String path) {
    if (actual.isMissingNode()) {
      return path;
    }
    Quantity there = new Quantity(actual.asText());
    return new Quantity(wanted.asText()).getNumericalAmount().compareTo(there.getNumericalAmount())
            == 0
        ? null
        : path;
  }

  private static boolean isQuantity(String parent, String name) {
    return QUANTITIES.contains(parent) && !name.equals("medium");
  }

  private static JsonNode ownFields(JsonNode actual, String manager) {
    for (JsonNode entry : actual.path("metadata").path("managedFields")) {
      if (entry.path("manager").asText().equals(manager)
          && entry.path("operation").asText().equals("Apply")
          && entry.path("subresource").asText().isEmpty()) {
        return entry.path("fieldsV1");
      }
    }
    return MissingNode.getInstance();
  }

  /** Walks the ownership tree: "f:" names a field, "k:" an item of a keyed list. */
  private static @Nullable String surplus(
      JsonNode owned, JsonNode wanted, String field, String path) {
    for (Map.Entry<String, JsonNode> entry : owned.properties()) {
      String step = entry.getKey();
      JsonNode next;
      String name = field;
      if (step.startsWith("f:")) {
        name = step.substring(2);
        next = wanted.path(name);
      } else if (step.startsWith("k:")) {
        next =
            KeyedLists.find(
                wanted, KeyedLists.keys(field, wanted), FieldKeys.parse(step.substring(2)));
      } else {
        continue;
      }
      String at = path + "/" + name;
      if (next.isMissingNode() || next.isNull()) {
        return at;
      }
      @Nullable String found = surplus(entry.getValue(), next, name, at);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
