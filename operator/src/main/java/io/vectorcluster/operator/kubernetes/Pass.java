package io.vectorcluster.operator.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.vectorcluster.operator.api.v1alpha1.VectorCluster;
import io.vectorcluster.operator.indexnode.NodeAddress;
import java.util.List;
import java.util.Optional;

/** One reconciliation of one cluster. */
record Pass(VectorCluster cluster, Context<VectorCluster> context) {

  String namespace() {
    return cluster.getMetadata().getNamespace();
  }

  List<NodeAddress> addresses() {
    return ClusterObserver.addresses(context.getSecondaryResourcesAsStream(Pod.class).toList());
  }

  Optional<String> token() {
    return ClusterObserver.token(cluster, context);
  }
}
