package io.vectorcluster.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.ChildObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Typed objects and JSON trees, and the kinds of children there are. */
final class Trees {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The kinds a cluster's children have, claims apart. */
  static final List<Class<? extends HasMetadata>> CHILD_TYPES =
      List.of(
          ConfigMap.class,
          Secret.class,
          Service.class,
          PodDisruptionBudget.class,
          StatefulSet.class);

  private static final Map<String, Class<? extends HasMetadata>> TYPES =
      Map.of(
          "ConfigMap", ConfigMap.class,
          "Secret", Secret.class,
          "Service", Service.class,
          "PodDisruptionBudget", PodDisruptionBudget.class,
          "StatefulSet", StatefulSet.class,
          "PersistentVolumeClaim", PersistentVolumeClaim.class);

  private static final Map<String, String> PATHS =
      Map.of(
          "Pod", "/api/v1/namespaces/%s/pods/%s",
          "PersistentVolumeClaim", "/api/v1/namespaces/%s/persistentvolumeclaims/%s",
          "PodDisruptionBudget", "/apis/policy/v1/namespaces/%s/poddisruptionbudgets/%s",
          "StatefulSet", "/apis/apps/v1/namespaces/%s/statefulsets/%s");

  private Trees() {}

  static JsonNode tree(Object typed) {
    return JSON.valueToTree(typed);
  }

  static HasMetadata typed(ChildObject child) {
    return JSON.convertValue(child.content(), type(child.key()));
  }

  static Class<? extends HasMetadata> type(ChildKey key) {
    return Optional.ofNullable(TYPES.get(key.kind()))
        .orElseThrow(() -> new IllegalArgumentException("no child is a " + key.kind()));
  }

  /** The path of an object that may be deleted. */
  static String path(String namespace, ChildKey key) {
    return Optional.ofNullable(PATHS.get(key.kind()))
        .orElseThrow(() -> new IllegalArgumentException(key.kind() + " is never deleted"))
        .formatted(namespace, key.name());
  }
}
