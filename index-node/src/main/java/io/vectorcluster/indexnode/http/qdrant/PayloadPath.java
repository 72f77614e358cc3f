package io.vectorcluster.indexnode.http.qdrant;

import java.util.Arrays;
import java.util.List;

/**
 * A place in a payload: keys parted by dots, {@code []} after a key for every element of its list.
 *
 * @param keys outermost first
 */
record PayloadPath(List<String> keys) {
  static final int MAX_PATHS = 256;
  private static final int MAX_KEYS = JsonBody.MAX_DEPTH;

  PayloadPath {
    keys = List.copyOf(keys);
    if (keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException("with_payload: a path has at most " + MAX_KEYS + " keys");
    }
  }

  /** Lists are walked through with and without {@code []}, so the mark itself says nothing more. */
  static PayloadPath of(String text) {
    return new PayloadPath(
        Arrays.stream(text.split("\\.", -1))
            .map(key -> key.endsWith("[]") ? key.substring(0, key.length() - 2) : key)
            .toList());
  }

  String first() {
    return keys.getFirst();
  }

  boolean isLast() {
    return keys.size() == 1;
  }

  PayloadPath rest() {
    return new PayloadPath(keys.subList(1, keys.size()));
  }
}
