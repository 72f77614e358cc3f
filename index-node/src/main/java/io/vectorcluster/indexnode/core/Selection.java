package io.vectorcluster.indexnode.core;

import java.util.Optional;
import java.util.Set;

/**
 * Which parts of a point an answer carries.
 *
 * @param vectors names of the vector spaces wanted; empty optional for all, an empty set for none
 */
public record Selection(boolean payload, Optional<Set<String>> vectors) {
  public static final Selection NOTHING = new Selection(false, Optional.of(Set.of()));
  public static final Selection PAYLOAD = new Selection(true, Optional.of(Set.of()));
  public static final Selection ALL = new Selection(true, Optional.empty());

  public Selection {
    vectors = vectors.map(Set::copyOf);
  }

  public boolean wantsVectors() {
    return vectors.map(names -> !names.isEmpty()).orElse(true);
  }

  public boolean wantsVector(String name) {
    return vectors.map(names -> names.contains(name)).orElse(true);
  }
}
