package io.vectorcluster.indexnode.http.qdrant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.config.DefaultsFile;
import io.vectorcluster.indexnode.core.CollectionDefaults;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CollectionDefaultsTest {
  private static final String SILENT = "{\"vectors\":{\"size\":4,\"distance\":\"Dot\"}}";

  @Test
  void holdWhereARequestIsSilentAndFollowTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("collection-defaults.json");
    Supplier<CollectionDefaults> defaults = DefaultsFile.of(Optional.of(file));

    Files.writeString(
        file, "{\"precision\":\"Float16\",\"hnsw\":{\"m\":8,\"efConstruct\":32,\"ef\":100}}");
    VectorParams first = params(SILENT, defaults);
    Files.writeString(
        file, "{\"precision\":\"Float32\",\"hnsw\":{\"m\":24,\"efConstruct\":200,\"ef\":80}}");
    VectorParams second = params(SILENT, defaults);

    assertThat(first.precision()).isEqualTo(Precision.FLOAT16);
    assertThat(first.hnsw()).isEqualTo(new HnswConfig(8, 32, 100));
    assertThat(second.precision()).isEqualTo(Precision.FLOAT32);
    assertThat(second.hnsw()).isEqualTo(new HnswConfig(24, 200, 80));
  }

  @Test
  void giveWayToTheRequest() {
    VectorParams params =
        params(
            """
            {"vectors":{"size":4,"distance":"Dot","datatype":"float32","hnsw_config":{"m":32}}}""",
            DefaultsFile.of(Optional.empty()));

    assertThat(params.precision()).isEqualTo(Precision.FLOAT32);
    assertThat(params.hnsw()).isEqualTo(new HnswConfig(32, 128, 64));
  }

  private static VectorParams params(String body, Supplier<CollectionDefaults> defaults) {
    return Objects.requireNonNull(
        CreateBody.parse(body.getBytes(UTF_8), defaults.get()).vectors().get(""));
  }
}
