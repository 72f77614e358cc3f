package io.vectorcluster.operator.core.status;

import static io.vectorcluster.operator.core.status.Conditions.BALANCED;
import static io.vectorcluster.operator.core.status.Conditions.FALSE;
import static io.vectorcluster.operator.core.status.Conditions.TRUE;

import io.vectorcluster.operator.core.Blocker;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.Operation;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether slots are where they belong, where no blocker says why not. */
record Balance(String status, String reason, String message) {

  static Balance of(Plan plan, Observation seen) {
    Optional<Blocker> scale =
        plan.blockers().stream().filter(b -> b.operation() == Operation.SCALE).findFirst();
    if (scale.isPresent()) {
      return new Balance(FALSE, "AwaitingShards", scale.get().message());
    }
    Optional<RebalanceView> moves = RebalanceView.of(plan.topology(), seen.status());
    if (moves.isPresent()) {
      return new Balance(FALSE, "Moving", moves.get().message());
    }
    String empty = shardsWithoutSlots(plan);
    if (!empty.isEmpty()) {
      return new Balance(FALSE, "Moving", "shards without slots, which join or leave: " + empty);
    }
    return new Balance(TRUE, "Balanced", "slots are where they belong");
  }

  private static String shardsWithoutSlots(Plan plan) {
    return plan.topology().stream()
        .flatMap(
            topology -> {
              Set<ShardId> owners = topology.assignment().owners();
              return topology.shards().stream()
                  .map(ShardEntry::id)
                  .filter(shard -> !owners.contains(shard));
            })
        .map(ShardId::toString)
        .collect(Collectors.joining(", "));
  }

  void set(Conditions conditions) {
    conditions.set(BALANCED, status, reason, message);
  }
}
