package io.vectorcluster.operator.resources;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.vectorcluster.operator.intent.Authentication;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.topology.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** All children of a cluster, in the order in which they are applied. */
public final class Children {

  private Children() {}

  /** Renders them; what pods mount comes before the pods. */
  public static List<ChildObject> of(Blueprint blueprint) {
    List<ChildObject> children = new ArrayList<>();
    children.add(ChildObject.of(Settings.configMap(blueprint)));
    children.add(ChildObject.of(Secrets.internal(blueprint)));
    if (blueprint.intent().authentication() == Authentication.API_KEY) {
      children.add(ChildObject.of(Secrets.access(blueprint)));
      children.add(ChildObject.of(Secrets.app(blueprint)));
    }
    children.add(ChildObject.of(Services.nodes(blueprint)));
    children.add(ChildObject.of(Services.client(blueprint)));
    Disruptions.budgets(blueprint).forEach(budget -> children.add(ChildObject.of(budget)));
    for (ShardId shard : blueprint.shards()) {
      children.add(ChildObject.of(ShardSets.statefulSet(blueprint, shard)));
    }
    return List.copyOf(children);
  }

  static ObjectMeta metadata(
      ClusterIdentity cluster, String name, SortedMap<String, String> labels) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(cluster.namespace())
        .withLabels(labels)
        .withOwnerReferences(owner(cluster))
        .build();
  }

  /** The reference by which the garbage collector finds a child. */
  public static OwnerReference owner(ClusterIdentity cluster) {
    return new OwnerReferenceBuilder()
        .withApiVersion("vectorcluster.io/v1alpha1")
        .withKind("VectorCluster")
        .withName(cluster.name())
        .withUid(cluster.uid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
