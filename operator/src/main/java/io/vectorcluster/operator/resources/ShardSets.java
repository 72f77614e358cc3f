package io.vectorcluster.operator.resources;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.vectorcluster.operator.intent.Retention;
import io.vectorcluster.topology.ShardId;
import java.util.Map;
import java.util.SortedMap;

/** The StatefulSet of a shard and the claims it makes. */
public final class ShardSets {

  private ShardSets() {}

  /**
   * One StatefulSet per shard, so that shards come and go by id. Pods are replaced only when the
   * operator deletes them (OnDelete): it chooses the pod, not the ordinal.
   */
  static StatefulSet statefulSet(Blueprint blueprint, ShardId shard) {
    String cluster = blueprint.cluster().name();
    SortedMap<String, String> labels = Labels.shard(cluster, shard);
    labels.put(Labels.VERSION, blueprint.version());
    return new StatefulSetBuilder()
        .withMetadata(Children.metadata(blueprint.cluster(), Names.shard(cluster, shard), labels))
        .withNewSpec()
        .withReplicas(blueprint.replicas(shard))
        .withServiceName(Names.nodes(cluster))
        .withPodManagementPolicy("Parallel")
        .withNewUpdateStrategy()
        .withType("OnDelete")
        .endUpdateStrategy()
        // Whoever deletes a StatefulSet by hand keeps the data; the operator deletes volumes.
        .withNewPersistentVolumeClaimRetentionPolicy()
        .withWhenDeleted("Retain")
        .withWhenScaled("Retain")
        .endPersistentVolumeClaimRetentionPolicy()
        .withNewSelector()
        .withMatchLabels(Labels.nodesOf(cluster, shard))
        .endSelector()
        .withTemplate(NodePods.template(blueprint, shard))
        .withVolumeClaimTemplates(claimTemplate(blueprint, shard))
        .endSpec()
        .build();
  }

  private static PersistentVolumeClaim claimTemplate(Blueprint blueprint, ShardId shard) {
    String cluster = blueprint.cluster().name();
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName("data")
        .withLabels(Labels.shard(cluster, shard))
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(blueprint.intent().storage().storageClassName().orElse(null))
        .withNewResources()
        .withRequests(Map.of("storage", blueprint.templateSize(shard)))
        .endResources()
        .endSpec()
        .build();
  }

  /**
   * What the operator wants of a claim that exists: to go with the cluster if volumes are to be
   * deleted with it, and to have grown to the wanted size.
   *
   * @param uid of the claim: without it an apply would create a claim that has just gone
   * @param grow whether the claim asks for less than is wanted
   */
  public static ChildObject claim(Blueprint blueprint, String name, String uid, boolean grow) {
    PersistentVolumeClaimBuilder claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(blueprint.cluster().namespace())
            .withUid(uid)
            .endMetadata();
    if (blueprint.intent().storage().whenDeleted() == Retention.DELETE) {
      claim.editMetadata().withOwnerReferences(Children.owner(blueprint.cluster())).endMetadata();
    }
    if (grow) {
      claim
          .withNewSpec()
          .withNewResources()
          .withRequests(Map.of("storage", blueprint.intent().storage().size()))
          .endResources()
          .endSpec();
    }
    return ChildObject.of(claim.build());
  }
}
