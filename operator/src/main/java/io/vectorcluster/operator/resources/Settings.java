package io.vectorcluster.operator.resources;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.vectorcluster.operator.intent.CollectionDefaults;
import io.vectorcluster.operator.intent.Reads;
import io.vectorcluster.operator.intent.Replication;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What nodes read at run time. A file and not environment variables: a changed default must not
 * restart pods.
 */
final class Settings {
  static final String DEFAULTS_FILE = "collection-defaults.json";

  static final String REPLICATION_FILE = "replication.json";

  static final String READS_FILE = "reads.json";

  private static final ObjectMapper MAPPER = new ObjectMapper();

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
                    REPLICATION_FILE, json(blueprint.intent().replication()),
                    READS_FILE, json(blueprint.intent().reads(), blueprint.zones()))))
        .build();
  }

  private static String json(Replication replication) {
    return """
        {"mode":"PrimaryReplica","acks":"%s","minInSync":%d,"gcGrace":"%s"}
        """
        .formatted(replication.acks().text(), replication.minInSync(), replication.gcGrace());
  }

  /** What is not set is left out: it is for the nodes to say. Zones can be anything. */
  private static String json(Reads reads, SortedMap<String, String> zones) {
    ObjectNode json = MAPPER.createObjectNode();
    reads.from().ifPresent(from -> json.put("from", from.text()));
    json.put("prefer", reads.prefer().text());
    reads.hedgeAfter().ifPresent(after -> json.put("hedgeAfter", after.toString()));
    json.put("onMissingShard", reads.onMissingShard().text());
    if (!zones.isEmpty()) {
      ObjectNode byPod = json.putObject("zones");
      zones.forEach(byPod::put);
    }
    return json + "\n";
  }

  private static String json(CollectionDefaults defaults) {
    return """
        {"precision":"%s","hnsw":{"m":%d,"efConstruct":%d,"ef":%d}}
        """
        .formatted(
            defaults.precision().text(), defaults.m(), defaults.efConstruct(), defaults.ef());
  }
}
