package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.indexnode.core.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

/** Cuts a stored payload down to the part that a caller asked for. */
final class PayloadCut {
  private static final ObjectMapper MAPPER = new ObjectMapper(JsonBody.FACTORY);

  private PayloadCut() {}

  /** The wanted part as JSON text. */
  static String apply(PayloadChoice choice, Payload payload) {
    return switch (choice) {
      case PayloadChoice.None _ -> Payload.EMPTY.json();
      case PayloadChoice.All _ -> payload.json();
      case PayloadChoice.Include(List<PayloadPath> paths) ->
          include(parse(payload), paths).toString();
      case PayloadChoice.Exclude(List<PayloadPath> paths) ->
          exclude(parse(payload), paths).toString();
    };
  }

  private static JsonNode include(JsonNode node, List<PayloadPath> paths) {
    if (node instanceof ArrayNode list) {
      ArrayNode kept = MAPPER.createArrayNode();
      list.forEach(item -> kept.add(include(item, paths)));
      return kept;
    }
    ObjectNode kept = MAPPER.createObjectNode();
    for (var field : node.properties()) {
      List<PayloadPath> here = at(field.getKey(), paths);
      if (here.stream().anyMatch(PayloadPath::isLast)) {
        kept.set(field.getKey(), field.getValue());
      } else if (!here.isEmpty() && field.getValue().isContainerNode()) {
        kept.set(field.getKey(), include(field.getValue(), below(here)));
      }
    }
    return kept;
  }

  private static JsonNode exclude(JsonNode node, List<PayloadPath> paths) {
    if (node instanceof ArrayNode list) {
      ArrayNode kept = MAPPER.createArrayNode();
      list.forEach(item -> kept.add(exclude(item, paths)));
      return kept;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode kept = MAPPER.createObjectNode();
    for (var field : node.properties()) {
      List<PayloadPath> here = at(field.getKey(), paths);
      if (here.isEmpty()) {
        kept.set(field.getKey(), field.getValue());
      } else if (here.stream().noneMatch(PayloadPath::isLast)) {
        kept.set(field.getKey(), exclude(field.getValue(), below(here)));
      }
    }
    return kept;
  }

  private static List<PayloadPath> at(String key, List<PayloadPath> paths) {
    Predicate<PayloadPath> begins = path -> path.first().equals(key);
    return paths.stream().filter(begins).toList();
  }

  private static List<PayloadPath> below(List<PayloadPath> paths) {
    return paths.stream().map(PayloadPath::rest).toList();
  }

  private static JsonNode parse(Payload payload) {
    try {
      return MAPPER.readTree(payload.json());
    } catch (IOException e) { // it was JSON when it was stored
      throw new UncheckedIOException(e);
    }
  }
}
