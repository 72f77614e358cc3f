package io.vectorcluster.indexnode.replication.model;

import io.vectorcluster.indexnode.replication.model.JoiningState.Topology;
import java.util.List;

/** Publishes whatever live members make it believe. */
final class JoiningOperator {
  private JoiningOperator() {}

  /** By the word of a live member only: a joiner that was reported, a member or a primary away. */
  static void publish(JoiningState state, int mostEpochs, List<Explorer.Move<JoiningState>> moves) {
    Topology last = state.published();
    if (last.epoch() >= mostEpochs) {
      return;
    }
    int epoch = last.epoch() + 1;
    for (int store = 0; store < JoiningModel.STORES; store++) {
      int bit = 1 << store;
      if ((state.reported() & bit) != 0 && !last.isInSync(store)) {
        Topology next = new Topology(epoch, last.term(), last.primary(), last.inSync() | bit);
        moves.add(new Explorer.Move<>("publish " + next, published(state, next)));
      }
      if (store == last.primary() || !last.isInSync(store)) {
        continue;
      }
      if (state.nodes().get(last.primary()).view().equals(last)) {
        Topology next = new Topology(epoch, last.term(), last.primary(), last.inSync() & ~bit);
        moves.add(new Explorer.Move<>("publish " + next, published(state, next)));
      }
      if (state.nodes().get(store).view().equals(last)) {
        int inSync = last.inSync() & ~(1 << last.primary());
        Topology next = new Topology(epoch, epoch, store, inSync);
        moves.add(new Explorer.Move<>("publish " + next, published(state, next)));
      }
    }
  }

  private static JoiningState published(JoiningState state, Topology next) {
    return new JoiningState(
        next, state.nodes(), state.network(), 0, state.acknowledged(), state.spent());
  }
}
