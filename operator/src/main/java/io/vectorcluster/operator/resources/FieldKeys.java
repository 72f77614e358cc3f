package io.vectorcluster.operator.resources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The keys of a list's item, as managedFields write them: a JSON object within a name. */
final class FieldKeys {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FieldKeys() {}

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("managedFields hold a key that is not JSON: " + text, e);
    }
  }
}
