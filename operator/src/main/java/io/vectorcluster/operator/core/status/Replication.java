package io.vectorcluster.operator.core.status;

import static io.vectorcluster.operator.core.status.Conditions.FALSE;
import static io.vectorcluster.operator.core.status.Conditions.REPLICATED;
import static io.vectorcluster.operator.core.status.Conditions.TRUE;
import static io.vectorcluster.operator.core.status.Conditions.UNKNOWN;

import java.util.List;
import java.util.Optional;

/** Whether every shard has the copies it is to have, and what stands in the way. */
record Replication(String status, String reason, String message) {
  /** Damage that nothing repairs: a human must act. */
  static final String DAMAGED = "Damaged";

  static Replication of(List<ShardView> shards) {
    List<ShardView> missing = shards.stream().filter(shard -> !isReplicated(shard)).toList();
    Optional<String> divergence =
        shards.stream().flatMap(shard -> shard.divergence().stream()).findFirst();
    if (missing.isEmpty() && divergence.isPresent()) {
      boolean alone = shards.stream().allMatch(shard -> shard.factor() == 1);
      return new Replication(FALSE, alone ? DAMAGED : "Diverged", divergence.get());
    }
    if (missing.isEmpty()) {
      int factor = shards.stream().mapToInt(ShardView::factor).max().orElse(1);
      return new Replication(
          TRUE, "FullyReplicated", "every shard has %d of %d copies".formatted(factor, factor));
    }
    String message = Judgement.describe(missing);
    List<ReplicaView> out =
        missing.stream()
            .flatMap(shard -> shard.replicas().stream())
            .filter(replica -> !replica.serves())
            .toList();
    if (!out.isEmpty() && out.stream().allMatch(Replication::mayCount)) {
      return new Replication(UNKNOWN, "NodesUnreachable", message);
    }
    if (missing.stream().anyMatch(shard -> shard.factor() > 1 && shard.copies() < 2)) {
      return new Replication(FALSE, "AtRisk", message);
    }
    boolean joining = !out.isEmpty() && out.stream().allMatch(r -> r.state() == ShardState.JOINING);
    return new Replication(FALSE, joining ? "Joining" : "ReplicaLost", message);
  }

  /** Whether it is only out of the operator's reach, as far as the other members say. */
  private static boolean mayCount(ReplicaView replica) {
    return replica.state() == ShardState.UNREACHABLE && replica.counts();
  }

  /** A primary that has yet to take over has its copies all the same. */
  private static boolean isReplicated(ShardView shard) {
    return shard.copies() >= shard.factor();
  }

  void set(Conditions conditions) {
    conditions.set(REPLICATED, status, reason, message);
  }
}
