package io.vectorcluster.indexnode.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectorcluster.indexnode.core.CollectionDefaults;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cluster's {@code collectionDefaults}, from the file that {@code VECTORCLUSTER_DEFAULTS_FILE}
 * names. It is read for every collection that is created, so that a change of the spec needs no
 * restart.
 */
public final class DefaultsFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DefaultsFile() {}

  /** The built-in defaults without a file. */
  public static Supplier<CollectionDefaults> of(Optional<Path> file) {
    return () -> file.map(DefaultsFile::read).orElse(CollectionDefaults.BUILT_IN);
  }

  private static CollectionDefaults read(Path file) {
    try {
      JsonNode root = MAPPER.readTree(Files.readString(file));
      JsonNode hnsw = root.required("hnsw");
      return new CollectionDefaults(
          precision(root.required("precision").asText()),
          new HnswConfig(
              hnsw.required("m").asInt(),
              hnsw.required("efConstruct").asInt(),
              hnsw.required("ef").asInt()));
    } catch (IOException e) {
      throw new UncheckedIOException("collection defaults: " + file + " cannot be read", e);
    }
  }

  private static Precision precision(String text) {
    return switch (text) {
      case "Float32" -> Precision.FLOAT32;
      case "Float16" -> Precision.FLOAT16;
      case "BFloat16" -> Precision.BFLOAT16;
      case "Int8" -> Precision.INT8;
      case "Binary" -> Precision.BINARY;
      default ->
          throw new IllegalArgumentException(
              "collection defaults: precision `" + text + "` is unknown");
    };
  }
}
