package io.vectorcluster.operator.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;

/** Lists that the API server merges by key. All other lists are of one owner. */
final class KeyedLists {
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "containers", List.of("name"),
          "env", List.of("name"),
          "volumes", List.of("name"),
          "topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable"),
          "volumeMounts", List.of("mountPath"),
          "ownerReferences", List.of("uid"));

  private static final List<String> CONTAINER_PORT_KEYS = List.of("containerPort", "protocol");
  private static final List<String> SERVICE_PORT_KEYS = List.of("port", "protocol");

  private KeyedLists() {}

  /** What tells the items of a list apart; empty for a list that is no keyed one. */
  static List<String> keys(String field, JsonNode items) {
    if (!field.equals("ports")) {
      return KEYS.getOrDefault(field, List.of());
    }
    return items.path(0).has("containerPort") ? CONTAINER_PORT_KEYS : SERVICE_PORT_KEYS;
  }

  /** The index of the item that has the keys of {@code like}; -1 if none has. */
  static int indexOf(JsonNode items, List<String> keys, JsonNode like) {
    for (int i = 0; i < items.size(); i++) {
      JsonNode item = items.get(i);
      if (keys.stream().allMatch(key -> item.path(key).equals(like.path(key)))) {
        return i;
      }
    }
    return -1;
  }

  static JsonNode find(JsonNode items, List<String> keys, JsonNode like) {
    int index = indexOf(items, keys, like);
    return index < 0 ? MissingNode.getInstance() : items.get(index);
  }
}
