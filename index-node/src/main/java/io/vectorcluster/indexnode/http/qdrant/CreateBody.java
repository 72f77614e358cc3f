package io.vectorcluster.indexnode.http.qdrant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.CollectionDefaults;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The body that creates a collection. Sizes, distances, graph parameters and data types are
 * honoured; what concerns another server's way of storing is kept and echoed.
 */
final class CreateBody {
  /** The catalog is copied to every node, so one entry stays small. */
  private static final int MAX_REQUEST_LENGTH = 65_536;

  private static final int MAX_VECTOR_NAME = 255;

  private static final List<String> SECTIONS =
      List.of(
          "hnsw_config",
          "wal_config",
          "optimizers_config",
          "quantization_config",
          "strict_mode_config",
          "metadata");
  private static final List<String> COUNTS =
      List.of("shard_number", "replication_factor", "write_consistency_factor");
  private static final List<String> FIELDS =
      List.of("vectors", "on_disk_payload", "sharding_method", "sparse_vectors", "init_from");
  private static final List<String> VECTOR_FIELDS =
      List.of("size", "distance", "hnsw_config", "quantization_config", "on_disk", "datatype");

  private CreateBody() {}

  static CollectionConfig parse(byte[] body, CollectionDefaults defaults) {
    return JsonBody.read(body, json -> config(json.tree(), defaults));
  }

  private static CollectionConfig config(JsonNode body, CollectionDefaults defaults) {
    ObjectNode request = JsonFields.withoutNulls(JsonFields.object("body", body));
    checkFields(request);
    HnswConfig hnsw = hnsw("hnsw_config", request.path("hnsw_config"), defaults.hnsw());
    CollectionDefaults whole = new CollectionDefaults(defaults.precision(), hnsw);
    SortedMap<String, VectorParams> spaces = new TreeMap<>();
    if (request.has("vectors")) {
      ObjectNode vectors = JsonFields.object("vectors", request.get("vectors"));
      if (isSingle(vectors)) {
        spaces.put("", space("vectors", vectors, whole));
      } else {
        for (Map.Entry<String, JsonNode> named : vectors.properties()) {
          if (named.getKey().length() > MAX_VECTOR_NAME) {
            throw BadRequest.validation(
                "vectors: a name has at most " + MAX_VECTOR_NAME + " characters");
          }
          String place = "vectors." + named.getKey();
          spaces.put(
              named.getKey(), space(place, JsonFields.object(place, named.getValue()), whole));
        }
      }
    }
    String text = request.toString();
    if (text.length() > MAX_REQUEST_LENGTH) {
      throw BadRequest.validation(
          "body: has %d characters, use at most %d".formatted(text.length(), MAX_REQUEST_LENGTH));
    }
    return new CollectionConfig(spaces, text);
  }

  /** The parameters of the only space, not a map of spaces of which one might be called size. */
  private static boolean isSingle(ObjectNode vectors) {
    return vectors.path("size").isValueNode() || vectors.path("distance").isValueNode();
  }

  private static void checkFields(ObjectNode request) {
    for (Map.Entry<String, JsonNode> field : request.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (SECTIONS.contains(name)) {
        JsonFields.object(name, value);
      } else if (COUNTS.contains(name)) {
        JsonFields.integer(name, value, 1, 65_535);
      } else if (!FIELDS.contains(name)) {
        throw BadRequest.format("unknown field `" + WellFormed.brief(name) + "`");
      }
    }
    if (request.has("on_disk_payload")) {
      JsonFields.bool("on_disk_payload", request.get("on_disk_payload"));
    }
    if (request.has("sharding_method") && !request.get("sharding_method").asText().equals("auto")) {
      throw BadRequest.unsupported("sharding_method other than auto");
    }
    if (!request.path("sparse_vectors").isEmpty() || request.path("sparse_vectors").isValueNode()) {
      throw BadRequest.unsupported("sparse_vectors");
    }
    if (request.has("init_from")) {
      throw BadRequest.unsupported("init_from");
    }
    JsonFields.flat("optimizers_config", request.path("optimizers_config"));
    JsonFields.flat("wal_config", request.path("wal_config"));
    JsonFields.flat("hnsw_config", request.path("hnsw_config"));
  }

  private static VectorParams space(String place, ObjectNode node, CollectionDefaults byDefault) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isNull() && !VECTOR_FIELDS.contains(field.getKey())) {
        if (field.getKey().equals("multivector_config")) {
          throw BadRequest.unsupported(place + ".multivector_config");
        }
        throw BadRequest.format(
            "%s: unknown field `%s`, use one of %s"
                .formatted(place, WellFormed.brief(field.getKey()), VECTOR_FIELDS));
      }
    }
    if (!node.has("size")) {
      throw BadRequest.format(place + ": missing field `size`");
    }
    if (!node.has("distance")) {
      throw BadRequest.format(place + ": missing field `distance`");
    }
    String hnswPlace = place + ".hnsw_config";
    JsonNode hnsw = node.path("hnsw_config");
    JsonFields.flat(hnswPlace, hnsw);
    return new VectorParams(
        JsonFields.integer(place + ".size", node.get("size"), 1, VectorParams.MAX_SIZE),
        distance(place + ".distance", node.get("distance")),
        precision(place + ".datatype", node.path("datatype"), byDefault.precision()),
        hnsw(hnswPlace, hnsw, byDefault.hnsw()));
  }

  private static HnswConfig hnsw(String place, JsonNode node, HnswConfig byDefault) {
    if (!node.isObject()) {
      return byDefault;
    }
    int m =
        node.hasNonNull("m")
            ? JsonFields.integer(place + ".m", node.get("m"), 4, 64)
            : byDefault.m();
    int efConstruct =
        node.hasNonNull("ef_construct")
            ? JsonFields.integer(place + ".ef_construct", node.get("ef_construct"), 8, 2048)
            : byDefault.efConstruct();
    return new HnswConfig(m, efConstruct, byDefault.ef());
  }

  private static Distance distance(String place, JsonNode node) {
    return switch (node.asText()) {
      case "Cosine" -> Distance.COSINE;
      case "Dot" -> Distance.DOT;
      case "Euclid" -> Distance.EUCLID;
      case "Manhattan" -> Distance.MANHATTAN;
      default ->
          throw BadRequest.format(
              "%s: unknown variant `%s`, expected one of Cosine, Euclid, Dot, Manhattan"
                  .formatted(place, WellFormed.brief(node.asText())));
    };
  }

  /** The store keeps 32-bit floats always; bf16 holds the integers of uint8 without loss. */
  private static Precision precision(String place, JsonNode node, Precision byDefault) {
    if (node.isMissingNode() || node.isNull()) {
      return byDefault;
    }
    return switch (node.asText()) {
      case "float32" -> Precision.FLOAT32;
      case "float16" -> Precision.FLOAT16;
      case "uint8" -> Precision.BFLOAT16;
      default ->
          throw BadRequest.format(
              "%s: unknown variant `%s`, expected one of float32, float16, uint8"
                  .formatted(place, WellFormed.brief(node.asText())));
    };
  }
}
