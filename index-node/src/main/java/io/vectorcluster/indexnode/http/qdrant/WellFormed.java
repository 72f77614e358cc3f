package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;

/**
 * What JSON syntax lets through but nothing further in can keep: numbers beyond 64-bit floats, and
 * half characters, which have no UTF-8 form and could be stored but never answered.
 */
final class WellFormed {
  static final String HALF_CHARACTER = "lone surrogate in a string";

  private static final int BRIEF = 64;

  private WellFormed() {}

  /** Whether every surrogate has its other half. */
  static boolean isText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.isLowSurrogate(text.charAt(i))
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** What is wrong with a tree, which is no deeper than {@link JsonBody#MAX_DEPTH}. */
  static Optional<String> flaw(JsonNode node) {
    if (node.isDouble() && !Double.isFinite(node.doubleValue())) {
      return Optional.of("number out of range");
    }
    if (node.isTextual() && !isText(node.textValue())) {
      return Optional.of(HALF_CHARACTER);
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      if (!isText(names.next())) {
        return Optional.of(HALF_CHARACTER);
      }
    }
    for (JsonNode child : node) {
      Optional<String> flaw = flaw(child);
      if (flaw.isPresent()) {
        return flaw;
      }
    }
    return Optional.empty();
  }

  /** A caller's text, short enough for an error message. */
  static String brief(String text) {
    return text.length() <= BRIEF ? text : text.substring(0, BRIEF) + "...";
  }
}
