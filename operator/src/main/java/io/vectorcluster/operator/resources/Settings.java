package io.vectorcluster.operator.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.vectorcluster.operator.intent.CollectionDefaults;
import io.vectorcluster.operator.intent.Replication;
import java.util.Map;
import java.util.TreeMap;

/**
 * What nodes read at run time. A file and not environment variables: a changed default must not
 * restart pods.
 */
final class Settings {
  static final String DEFAULTS_FILE = "collection-defaults.json";

  static final String REPLICATION_FILE = "replication.json";

  private Settings() {}

  static ConfigMap configMap(Blueprint blueprint) {
    String cluster = blueprint.cluster().name();
    return new ConfigMapBuilder()
        .withMetadata(
            Children.metadata(blueprint.cluster(), Names.config(cluster), Labels.child(cluster)))
        .withData(
            new TreeMap<>(
                Map.of(
                    DEFAULTS_FILE, json(blueprint.intent().collectionDefaults()),
                    REPLICATION_FILE, json(blueprint.intent().replication()))))
        .build();
  }

  private static String json(Replication replication) {
    return """
        {"mode":"PrimaryReplica","acks":"%s","minInSync":%d,"gcGrace":"%s"}
        """
        .formatted(replication.acks().text(), replication.minInSync(), replication.gcGrace());
  }

  private static String json(CollectionDefaults defaults) {
    return """
        {"precision":"%s","hnsw":{"m":%d,"efConstruct":%d,"ef":%d}}
        """
        .formatted(
            defaults.precision().text(), defaults.m(), defaults.efConstruct(), defaults.ef());
  }
}
