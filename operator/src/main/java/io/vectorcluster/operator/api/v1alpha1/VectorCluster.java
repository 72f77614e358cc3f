package io.vectorcluster.operator.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** A vector search service of one or more shards. */
@Group(VectorCluster.GROUP)
@Version(VectorCluster.VERSION)
@Plural("vectorclusters")
@Singular("vectorcluster")
@ShortNames("vc")
public final class VectorCluster extends CustomResource<VectorClusterSpec, VectorClusterStatus>
    implements Namespaced {

  public static final String GROUP = "vectorcluster.io";
  public static final String VERSION = "v1alpha1";

  @Override
  protected VectorClusterSpec initSpec() {
    return VectorClusterSpec.EMPTY;
  }

  @Override
  protected VectorClusterStatus initStatus() {
    return VectorClusterStatus.UNSEEN;
  }
}
