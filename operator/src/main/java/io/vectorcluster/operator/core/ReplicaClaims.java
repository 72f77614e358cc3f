package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.core.Verdict.Settled;
import io.vectorcluster.operator.intent.Retention;
import io.vectorcluster.operator.intent.RunPolicy;
import io.vectorcluster.operator.resources.Blueprint;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import java.util.List;

/**
 * Deletes the volumes of copies that have left, one a pass, if the spec says so: the pod is gone,
 * no member has its host, and in this very pass all in-sync members have said that they are there
 * and the primary that it serves.
 */
final class ReplicaClaims {
  private ReplicaClaims() {}

  static List<Action> of(Blueprint blueprint, Verdict verdict, Observation seen) {
    if (!(verdict instanceof Settled settled)
        || blueprint.intent().storage().whenScaled() != Retention.DELETE
        || blueprint.intent().runPolicy() == RunPolicy.STOPPED) {
      return List.of();
    }
    for (ShardEntry shard : settled.inForce().shards()) {
      for (ObservedClaim claim : seen.claims(shard.id())) {
        if (!claim.isDeleting()
            && claim.ordinal() >= blueprint.copies(shard.id())
            && seen.pod(shard.id(), claim.ordinal()).isEmpty()
            && isScaled(blueprint, claim, seen)
            && isSafe(shard, seen)) {
          return List.of(claim.deletion("its copy has left its shard"));
        }
      }
    }
    return List.of();
  }

  private static boolean isScaled(Blueprint blueprint, ObservedClaim claim, Observation seen) {
    return seen.child(ShardChoice.statefulSet(blueprint.cluster().name(), claim.shard()))
        .map((JsonNode set) -> set.path("spec").path("replicas").asInt(Integer.MAX_VALUE))
        .filter(replicas -> replicas <= claim.ordinal())
        .isPresent();
  }

  private static boolean isSafe(ShardEntry shard, Observation seen) {
    boolean there =
        shard.replicas().inSync().stream()
            .allMatch(store -> seen.answer(shard.id(), store).isPresent());
    StoreId primary = shard.replicas().primaryMember().orElseThrow().store();
    return there
        && seen.answer(shard.id(), primary).filter(answer -> answer.serves(shard)).isPresent();
  }
}
