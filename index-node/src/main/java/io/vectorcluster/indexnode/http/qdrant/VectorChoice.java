package io.vectorcluster.indexnode.http.qdrant;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** {@code with_vector}: a bool, or the names wanted. As in {@code Selection}: empty is all. */
final class VectorChoice {
  private VectorChoice() {}

  static Optional<Set<String>> read(JsonBody json) throws IOException {
    if (json.isNull()) {
      return Optional.of(Set.of());
    }
    if (json.isArray()) {
      Set<String> names = new HashSet<>();
      json.array(() -> names.add(json.text()));
      return Optional.of(names);
    }
    return json.bool() ? Optional.empty() : Optional.of(Set.of());
  }
}
