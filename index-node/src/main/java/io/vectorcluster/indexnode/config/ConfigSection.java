package io.vectorcluster.indexnode.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A section of {@code config.json} with its place, for messages.
 *
 * @param place empty for the whole file
 */
record ConfigSection(String place, JsonNode node) {

  /** Checks that the section is an object with no other keys than these. */
  ConfigSection allowing(Set<String> keys) throws ConfigException {
    if (!node.isObject()) {
      throw new ConfigException((place.isEmpty() ? "config" : place) + ": must be an object");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!keys.contains(field.getKey())) {
        throw new ConfigException(
            "%s: unknown key, use one of %s"
                .formatted(at(field.getKey()), keys.stream().sorted().toList()));
      }
    }
    return this;
  }

  Optional<ConfigSection> section(String key) {
    return node.hasNonNull(key)
        ? Optional.of(new ConfigSection(at(key), node.get(key)))
        : Optional.empty();
  }

  Optional<String> text(String key) throws ConfigException {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new ConfigException(at(key) + ": must be a text");
    }
    return Optional.of(value.textValue());
  }

  Optional<Boolean> bool(String key) throws ConfigException {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw new ConfigException(at(key) + ": must be true or false");
    }
    return Optional.of(value.booleanValue());
  }

  Optional<Integer> integer(String key, int least, int most) throws ConfigException {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new ConfigException(at(key) + ": must be an integer");
    }
    return Optional.of(inRange(at(key), value.intValue(), least, most));
  }

  static int inRange(String place, int value, int least, int most) throws ConfigException {
    if (value < least || value > most) {
      throw new ConfigException(
          "%s: %d is out of range, use %d to %d".formatted(place, value, least, most));
    }
    return value;
  }

  String at(String key) {
    return place.isEmpty() ? key : place + "." + key;
  }
}
