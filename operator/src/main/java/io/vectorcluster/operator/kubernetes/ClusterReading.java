package io.vectorcluster.operator.kubernetes;

import io.vectorcluster.operator.api.v1alpha1.VectorCluster;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterSpec;
import io.vectorcluster.operator.core.Request;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Release;
import java.util.Optional;

/** A VectorCluster as the planner sees it. */
final class ClusterReading {

  private ClusterReading() {}

  static Request request(VectorCluster cluster, Release release) {
    VectorClusterSpec spec = Optional.ofNullable(cluster.getSpec()).orElse(VectorClusterSpec.EMPTY);
    return new Request(identity(cluster), spec, release);
  }

  static ClusterIdentity identity(VectorCluster cluster) {
    return new ClusterIdentity(
        cluster.getMetadata().getNamespace(),
        cluster.getMetadata().getName(),
        cluster.getMetadata().getUid(),
        cluster.getMetadata().getGeneration(),
        cluster.getMetadata().getDeletionTimestamp() != null);
  }
}
