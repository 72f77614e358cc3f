package io.vectorcluster.operator.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ports that stand where an apply cannot reach them: they have the name of a wanted port under
 * another key. The number is a part of the key: after a hand has changed it, applying the right
 * number adds a second port of the same name, and the API server refuses the object. Other lists
 * that are merged by key may hold a name twice.
 */
public final class StrayItems {
  private static final List<String> NAME = List.of("name");

  private final ArrayNode edits = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode removals = JsonNodeFactory.instance.arrayNode();

  private StrayItems() {}

  /**
   * The JSON Patch (RFC 6902) after which {@code wanted} can be applied: a stray port gets its key
   * back, or goes if the key is in use. The patch fails with a conflict if the object has changed
   * since it was read.
   *
   * @return empty if nothing stands in the way
   */
  public static Optional<JsonNode> patch(JsonNode wanted, JsonNode actual) {
    StrayItems strays = new StrayItems();
    strays.visit(wanted, actual, "", "");
    ArrayNode patch = strays.edits.addAll(strays.removals);
    if (patch.isEmpty()) {
      return Optional.empty();
    }
    patch
        .insertObject(0)
        .put("op", "replace")
        .put("path", "/metadata/resourceVersion")
        .set("value", actual.at("/metadata/resourceVersion"));
    return Optional.of(patch);
  }

  private void visit(JsonNode wanted, JsonNode actual, String field, String path) {
    if (wanted.isObject()) {
      for (Map.Entry<String, JsonNode> entry : wanted.properties()) {
        String name = entry.getKey();
        visit(entry.getValue(), actual.path(name), name, path + "/" + name.replace("/", "~1"));
      }
    } else if (wanted.isArray()) {
      visitItems(wanted, actual, field, path);
    }
  }

  private void visitItems(JsonNode wanted, JsonNode actual, String field, String path) {
    List<String> keys = KeyedLists.keys(field, wanted);
    for (JsonNode item : wanted) {
      int same = keys.isEmpty() ? -1 : KeyedLists.indexOf(actual, keys, item);
      int namesake = field.equals("ports") ? KeyedLists.indexOf(actual, NAME, item) : -1;
      if (same >= 0) {
        visit(item, actual.get(same), field, path + "/" + same);
      }
      if (namesake >= 0 && namesake != same) {
        if (same >= 0) {
          // Removed from the end on, so that the numbers before them stay right.
          removals.insertObject(0).put("op", "remove").put("path", path + "/" + namesake);
        } else {
          giveKeys(keys, item, actual.get(namesake), path + "/" + namesake);
        }
      }
    }
  }

  private void giveKeys(List<String> keys, JsonNode item, JsonNode namesake, String path) {
    for (String key : keys) {
      if (!item.path(key).equals(namesake.path(key))) {
        edits
            .addObject()
            .put("op", "add")
            .put("path", path + "/" + key)
            .set("value", item.get(key));
      }
    }
  }
}
