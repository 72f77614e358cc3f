package io.vectorcluster.indexnode.replication.model;

import io.vectorcluster.indexnode.replication.model.JoiningState.Disk;
import io.vectorcluster.indexnode.replication.model.JoiningState.Node;
import io.vectorcluster.indexnode.replication.model.JoiningState.Session;
import java.util.Optional;

/** What holds in every state. */
final class JoiningChecks {
  private JoiningChecks() {}

  /** Whoever may be promoted has all that was acknowledged, and logs agree. */
  static Optional<String> wrong(JoiningState state) {
    for (int store = 0; store < JoiningModel.STORES; store++) {
      Disk disk = state.nodes().get(store).disk();
      if (state.published().isInSync(store) && (state.acknowledged() & ~disk.records()) != 0) {
        return Optional.of("store " + store + " lacks a write that was acknowledged");
      }
      for (int other = 0; other < store; other++) {
        boolean follow = follows(state, store) && follows(state, other);
        if (follow && disagree(disk, state.nodes().get(other).disk())) {
          return Optional.of("the logs of " + other + " and " + store + " differ");
        }
      }
    }
    return Optional.empty();
  }

  /** A store that has become the primary goes on with a log of its own. */
  private static boolean follows(JoiningState state, int store) {
    Node node = state.nodes().get(store);
    return node.view().primary() != store && node.disk().follows().term() == node.view().term();
  }

  private static boolean disagree(Disk one, Disk other) {
    if (one.follows().equals(Session.NONE) || !one.follows().equals(other.follows())) {
      return false;
    }
    int from = Math.max(one.start(), other.start());
    for (int at = from; at < Math.min(one.last(), other.last()); at++) {
      if (!one.log().get(at - one.start()).equals(other.log().get(at - other.start()))) {
        return true;
      }
    }
    return false;
  }
}
