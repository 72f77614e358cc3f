package io.vectorcluster.operator.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpecBuilder;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.topology.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a drain may take at a time.
 *
 * <p>With one copy one budget for the whole cluster: one per shard could only forbid every drain or
 * none; this one lets drains take the shards one after the other. With more copies one budget a
 * shard: it keeps all copies but one, and as only in-sync members are ready, at least one of those.
 * A pod under two budgets could not be evicted at all, so it is either the one or the others.
 *
 * <p>No budget ever holds a node back for a pod that serves nothing anyway.
 */
final class Disruptions {

  private Disruptions() {}

  static List<PodDisruptionBudget> budgets(Blueprint blueprint) {
    ClusterIdentity cluster = blueprint.cluster();
    String name = cluster.name();
    if (blueprint.intent().replication().factor() == 1) {
      return List.of(
          budget(
              Children.metadata(cluster, name, Labels.child(name)),
              Labels.nodes(name),
              spec -> spec.withMaxUnavailable(new IntOrString(1))));
    }
    List<PodDisruptionBudget> budgets = new ArrayList<>();
    for (ShardId shard : blueprint.shards()) {
      int kept = blueprint.intent().replication().factor() - 1;
      budgets.add(
          budget(
              Children.metadata(cluster, Names.shard(name, shard), Labels.shard(name, shard)),
              Labels.nodesOf(name, shard),
              spec -> spec.withMinAvailable(new IntOrString(kept))));
    }
    return budgets;
  }

  private static PodDisruptionBudget budget(
      ObjectMeta metadata,
      Map<String, String> pods,
      UnaryOperator<PodDisruptionBudgetSpecBuilder> limit) {
    PodDisruptionBudgetSpecBuilder spec =
        new PodDisruptionBudgetSpecBuilder()
            .withUnhealthyPodEvictionPolicy("AlwaysAllow")
            .withNewSelector()
            .withMatchLabels(pods)
            .endSelector();
    return new PodDisruptionBudgetBuilder()
        .withMetadata(metadata)
        .withSpec(limit.apply(spec).build())
        .build();
  }
}
