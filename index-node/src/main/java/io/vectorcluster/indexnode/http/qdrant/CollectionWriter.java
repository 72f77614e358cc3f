package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.CollectionInfo;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.VectorParams;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes what clients read of a collection: its state, and its create request with defaults. */
final class CollectionWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper(JsonBody.FACTORY);
  private static final int FULL_SCAN_THRESHOLD_KB = 10_000;
  private static final List<String> ECHOED =
      List.of("quantization_config", "strict_mode_config", "metadata");

  private CollectionWriter() {}

  static void info(JsonGenerator out, CollectionInfo info) throws IOException {
    out.writeStartObject();
    out.writeStringField("status", info.indexing() ? "yellow" : "green");
    out.writeStringField("optimizer_status", "ok");
    out.writeNumberField("indexed_vectors_count", info.indexedVectors());
    out.writeNumberField("points_count", info.points());
    out.writeNumberField("segments_count", info.segments());
    out.writeFieldName("config");
    out.writeRawValue(config(info.collection().config()).toString());
    out.writeObjectFieldStart("payload_schema");
    out.writeEndObject();
    out.writeEndObject();
  }

  private static ObjectNode config(CollectionConfig config) throws IOException {
    JsonNode request = MAPPER.readTree(config.request().isEmpty() ? "{}" : config.request());
    ObjectNode params = MAPPER.createObjectNode();
    params.set("vectors", request.has("vectors") ? request.get("vectors") : vectors(config));
    params.put("shard_number", request.path("shard_number").asInt(1));
    params.put("replication_factor", request.path("replication_factor").asInt(1));
    params.put("write_consistency_factor", request.path("write_consistency_factor").asInt(1));
    params.put("on_disk_payload", request.path("on_disk_payload").asBoolean(true));

    ObjectNode all = MAPPER.createObjectNode();
    all.set("params", params);
    all.set("hnsw_config", over(hnsw(), request.path("hnsw_config")));
    all.set("optimizer_config", over(optimizers(), request.path("optimizers_config")));
    all.set("wal_config", over(wal(), request.path("wal_config")));
    all.putNull("quantization_config");
    for (String name : ECHOED) {
      if (request.hasNonNull(name)) {
        all.set(name, request.get(name));
      }
    }
    return all;
  }

  /** The defaults with the request's own values over them. */
  private static ObjectNode over(ObjectNode defaults, JsonNode given) {
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (!field.getValue().isNull()) {
        defaults.set(field.getKey(), field.getValue());
      }
    }
    return defaults;
  }

  private static ObjectNode hnsw() {
    return MAPPER
        .createObjectNode()
        .put("m", HnswConfig.DEFAULT.m())
        .put("ef_construct", HnswConfig.DEFAULT.efConstruct())
        .put("full_scan_threshold", FULL_SCAN_THRESHOLD_KB)
        .put("max_indexing_threads", 0)
        .put("on_disk", false);
  }

  /** What clients require to be there; segments are made and merged by rules of our own. */
  private static ObjectNode optimizers() {
    return MAPPER
        .createObjectNode()
        .put("deleted_threshold", 0.2)
        .put("vacuum_min_vector_number", 1_000)
        .put("default_segment_number", 0)
        .put("indexing_threshold", 10_000)
        .put("flush_interval_sec", 5);
  }

  private static ObjectNode wal() {
    return MAPPER.createObjectNode().put("wal_capacity_mb", 32).put("wal_segments_ahead", 0);
  }

  /** For a collection that was not created through this API. */
  private static ObjectNode vectors(CollectionConfig config) {
    VectorParams unnamed = config.vectors().get("");
    if (unnamed != null && config.vectors().size() == 1) {
      return space(unnamed);
    }
    ObjectNode named = MAPPER.createObjectNode();
    config.vectors().forEach((name, params) -> named.set(name, space(params)));
    return named;
  }

  private static ObjectNode space(VectorParams params) {
    return MAPPER
        .createObjectNode()
        .put("size", params.size())
        .put("distance", name(params.distance()));
  }

  private static String name(Distance distance) {
    return switch (distance) {
      case COSINE -> "Cosine";
      case DOT -> "Dot";
      case EUCLID -> "Euclid";
      case MANHATTAN -> "Manhattan";
    };
  }
}
