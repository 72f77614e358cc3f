package io.vectorcluster.operator.kubernetes;

import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.Blocker;
import java.util.List;
import java.util.Optional;

/**
 * What became of a plan's actions.
 *
 * @param taken in order
 * @param refused what the API server would not have; nothing after it was tried
 * @param overtaken whether someone else was faster: look again at once
 */
record Performed(List<Action> taken, Optional<Blocker> refused, boolean overtaken) {

  Performed {
    taken = List.copyOf(taken);
  }
}
