package io.vectorcluster.operator.core.status;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Rebalance;
import io.vectorcluster.operator.core.MovePlan;
import io.vectorcluster.topology.Topology;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the plan in force has come. The record says what is left; how much it was at first is
 * what the first status of the plan said.
 */
record RebalanceView(String planHash, int moves, int left, int minimum) {

  /** Empty while nothing moves. */
  static Optional<RebalanceView> of(Optional<Topology> inForce, VectorClusterStatus before) {
    return inForce.flatMap(topology -> of(topology, before.rebalance()));
  }

  private static Optional<RebalanceView> of(Topology topology, @Nullable Rebalance before) {
    BitSet open = new BitSet();
    topology.assignment().movesTo(topology.goal()).forEach(move -> open.set(move.slot()));
    topology.migrations().list().forEach(migration -> open.set(migration.slot()));
    int left = open.cardinality();
    if (left == 0) {
      return Optional.empty();
    }
    MovePlan plan = MovePlan.of(topology);
    String hash = plan.hash();
    if (before == null || before.moves() == null || !hash.equals(before.planHash())) {
      return Optional.of(new RebalanceView(hash, left, left, plan.minimum()));
    }
    int minimum = before.minimumMoves() == null ? 0 : before.minimumMoves();
    return Optional.of(new RebalanceView(hash, Math.max(before.moves(), left), left, minimum));
  }

  int done() {
    return moves - left;
  }

  String percent() {
    return 100L * done() / moves + "%";
  }

  String message() {
    return "move %d of %d slots (minimum %d), reversible".formatted(done(), moves, minimum);
  }

  Rebalance status() {
    return new Rebalance(planHash, moves, done(), minimum);
  }
}
