package io.vectorcluster.operator.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * One budget for the whole cluster. With one copy a budget per shard could only forbid every drain
 * or none; this one lets drains take the shards one after the other, and never holds a node back
 * for a pod that serves nothing anyway.
 */
final class Disruptions {

  private Disruptions() {}

  static PodDisruptionBudget budget(Blueprint blueprint) {
    String cluster = blueprint.cluster().name();
    return new PodDisruptionBudgetBuilder()
        .withMetadata(Children.metadata(blueprint.cluster(), cluster, Labels.child(cluster)))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Labels.nodes(cluster))
        .endSelector()
        .endSpec()
        .build();
  }
}
