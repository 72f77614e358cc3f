package io.vectorcluster.operator.intent;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import org.jspecify.annotations.Nullable;

/** Reads {@code spec.rebalance}; the same rules stand in the CRD. */
final class RebalanceParser {
  private static final int MOST_MOVES = 64;

  private RebalanceParser() {}

  static Rebalance parse(Checks checks, VectorClusterSpec.@Nullable Rebalance given) {
    if (given == null) {
      return Rebalance.DEFAULT;
    }
    return new Rebalance(
        checks.choice(
            "rebalance.mode", given.mode(), Choices.REBALANCE_MODES, Rebalance.DEFAULT.mode()),
        checks.range(
            "rebalance.maxConcurrentMoves",
            given.maxConcurrentMoves(),
            1,
            MOST_MOVES,
            Rebalance.DEFAULT.maxConcurrentMoves()));
  }
}
