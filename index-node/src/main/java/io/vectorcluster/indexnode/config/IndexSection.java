package io.vectorcluster.indexnode.config;

import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import java.util.Set;
import java.util.TreeMap;

/**
 * The section {@code index}: dimensions (768), metric (cos, ip, l2sq), dtype (f32, f16, bf16, i8,
 * b1), connectivity (16), expansion (64: candidates kept while searching).
 */
final class IndexSection {
  private static final Set<String> KEYS =
      Set.of("dimensions", "metric", "dtype", "connectivity", "expansion");

  private IndexSection() {}

  static CollectionConfig parse(ConfigSection given) throws ConfigException {
    ConfigSection section = given.allowing(KEYS);
    int dimensions = section.integer("dimensions", 1, VectorParams.MAX_SIZE).orElse(768);
    Distance distance = distance(section.at("metric"), section.text("metric").orElse("cos"));
    Precision precision = precision(section.at("dtype"), section.text("dtype").orElse("f32"));
    if (precision == Precision.INT8 && distance == Distance.EUCLID) {
      throw new ConfigException(
          section.at("dtype") + ": i8 needs vectors of unit length, use metric cos or dtype bf16");
    }
    int connectivity = section.integer("connectivity", 4, 64).orElse(HnswConfig.DEFAULT.m());
    int expansion = section.integer("expansion", 8, 4096).orElse(HnswConfig.DEFAULT.ef());
    HnswConfig hnsw = new HnswConfig(connectivity, HnswConfig.DEFAULT.efConstruct(), expansion);
    TreeMap<String, VectorParams> vectors = new TreeMap<>();
    vectors.put("", new VectorParams(dimensions, distance, precision, hnsw));
    return new CollectionConfig(vectors, request(dimensions, distance, connectivity));
  }

  /** The request that would create the same collection through the data API. */
  private static String request(int dimensions, Distance distance, int connectivity) {
    String name =
        switch (distance) {
          case COSINE -> "Cosine";
          case DOT -> "Dot";
          case EUCLID -> "Euclid";
          case MANHATTAN -> "Manhattan";
        };
    return "{\"vectors\":{\"size\":%d,\"distance\":\"%s\"},\"hnsw_config\":{\"m\":%d}}"
        .formatted(dimensions, name, connectivity);
  }

  private static Distance distance(String place, String metric) throws ConfigException {
    return switch (metric) {
      case "cos" -> Distance.COSINE;
      case "ip" -> Distance.DOT;
      case "l2sq" -> Distance.EUCLID;
      default -> throw new ConfigException(place + ": `" + metric + "`, use cos, ip or l2sq");
    };
  }

  private static Precision precision(String place, String dtype) throws ConfigException {
    return switch (dtype) {
      case "f32" -> Precision.FLOAT32;
      case "f16" -> Precision.FLOAT16;
      case "bf16" -> Precision.BFLOAT16;
      case "i8" -> Precision.INT8;
      case "b1" -> Precision.BINARY;
      default ->
          throw new ConfigException(place + ": `" + dtype + "`, use f32, f16, bf16, i8 or b1");
    };
  }
}
