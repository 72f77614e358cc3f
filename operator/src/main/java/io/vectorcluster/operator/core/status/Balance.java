package io.vectorcluster.operator.core.status;

import static io.vectorcluster.operator.core.status.Conditions.BALANCED;
import static io.vectorcluster.operator.core.status.Conditions.FALSE;
import static io.vectorcluster.operator.core.status.Conditions.TRUE;

import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.Blocker;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.Operation;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.core.RecordChange;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether slots are where they belong, where no blocker says why not. */
record Balance(String status, String reason, String message) {

  /**
   * What is said of it.
   *
   * @param serving whether every shard serves, or is stopped
   */
  static Balance of(Plan plan, Observation seen, boolean serving) {
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
    return isTakingUp(plan, seen) && !serving
        ? new Balance(FALSE, "Moving", "the new shards take up their slots")
        : new Balance(TRUE, "Balanced", "slots are where they belong");
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

  /**
   * Shards that came into a cluster without data have their slots from the moment of publication,
   * and serve a little later.
   */
  private static boolean isTakingUp(Plan plan, Observation seen) {
    boolean published =
        plan.actions().stream()
            .anyMatch(
                action ->
                    action instanceof Action.WriteRecord write
                        && write.change() == RecordChange.RESHARDED);
    boolean before =
        seen.status().condition(BALANCED).filter(c -> c.status().equals(FALSE)).isPresent();
    return published || before;
  }

  void set(Conditions conditions) {
    conditions.set(BALANCED, status, reason, message);
  }
}
