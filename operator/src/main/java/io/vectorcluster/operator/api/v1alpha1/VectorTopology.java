package io.vectorcluster.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * Internal: the record of one cluster, under the same name. It is written by compare-and-set only,
 * and is the one child that is never computed from the spec again (protocol T1).
 */
@Group(VectorCluster.GROUP)
@Version(VectorCluster.VERSION)
@Plural("vectortopologies")
@Singular("vectortopology")
@JsonInclude(JsonInclude.Include.NON_NULL)
public final class VectorTopology extends CustomResource<VectorTopologySpec, Void>
    implements Namespaced {

  private @Nullable TopologyRecord topologyRecord;

  public @Nullable TopologyRecord getRecord() {
    return topologyRecord;
  }

  public void setRecord(@Nullable TopologyRecord next) {
    this.topologyRecord = next;
  }
}
