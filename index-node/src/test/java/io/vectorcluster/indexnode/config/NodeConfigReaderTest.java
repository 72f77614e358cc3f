package io.vectorcluster.indexnode.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Arguments, environment and file become one configuration. */
final class NodeConfigReaderTest {
  @TempDir Path folder;

  private NodeConfig read(String json, Map<String, String> environment, String... arguments)
      throws ConfigException, IOException {
    ServeOptions options = new ServeOptions();
    new CommandLine(options).parseArgs(arguments);
    if (!json.isEmpty()) {
      options.config = Files.writeString(folder.resolve("config.json"), json);
    }
    return new NodeConfigReader(options, environment, 4).read();
  }

  @Test
  void nothingIsNeeded() throws Exception {
    NodeConfig config = read("", Map.of());

    assertThat(config.server()).isEqualTo(new ServerConfig("0.0.0.0", 8080, 6333, 7433, 4));
    assertThat(config.storage().dataDirectory())
        .isEqualTo(Path.of("vectorcluster-data").toAbsolutePath());
    assertThat(config.storage().checkpointEvery()).hasValue(Duration.ofMinutes(5));
    assertThat(config.access()).isEqualTo(new AccessConfig.LocalOnly());
    assertThat(config.standalone()).isTrue();
    assertThat(config.firstCollection()).isEmpty();
  }

  @Test
  void fileOfTheGuidesIsRead() throws Exception {
    NodeConfig config =
        read(
            """
            {"index": {"dimensions": 768, "metric": "cos", "dtype": "f32", "connectivity": 16,
                       "expansion": 64},
             "server": {"host": "0.0.0.0", "port": 8080, "threads": 8},
             "storage": {"index_path": "/data/index.usearch", "auto_save": true,
                         "save_interval": 300}}
            """,
            Map.of());

    assertThat(config.server().threads()).isEqualTo(8);
    assertThat(config.storage().dataDirectory()).isEqualTo(Path.of("/data"));
    assertThat(config.firstCollection().orElseThrow().vectors())
        .containsEntry(
            "",
            new VectorParams(768, Distance.COSINE, Precision.FLOAT32, new HnswConfig(16, 128, 64)));
  }

  @Test
  void argumentsGoBeforeTheFile() throws Exception {
    NodeConfig config =
        read(
            "{\"server\":{\"dataPort\":1,\"port\":2,\"internalPort\":3,\"host\":\"::\"},"
                + "\"storage\":{\"index_path\":\"/data/i.usearch\",\"auto_save\":false}}",
            Map.of(),
            "--port",
            "0",
            "--data",
            "/other",
            "--host",
            "127.0.0.1");

    assertThat(config.server()).isEqualTo(new ServerConfig("127.0.0.1", 2, 0, 3, 4));
    assertThat(config.storage()).isEqualTo(new StorageConfig(Path.of("/other"), Optional.empty()));
  }

  @Test
  void environmentSetsShardAndAccess() throws Exception {
    NodeConfig config =
        read(
            "{\"access\":{\"keysDirectory\":\"/from/file\"}}",
            Map.of("SHARD_ID", "2", "SHARD_COUNT", "4", "VECTORCLUSTER_KEYS_DIR", "/etc/keys"));

    assertThat(config.shard()).hasValue(new ShardSeat(2, OptionalInt.of(4)));
    assertThat(config.access()).isEqualTo(new AccessConfig.KeyFiles(Path.of("/etc/keys")));
    assertThat(read("", Map.of("VECTORCLUSTER_AUTHENTICATION", "None")).access())
        .isEqualTo(new AccessConfig.Open());
    assertThat(read("", Map.of("SHARD_ID", "7")).shard())
        .hasValue(new ShardSeat(7, OptionalInt.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"indx\":{}} | indx: unknown key",
        "{\"server\":{\"prot\":1}} | server.prot: unknown key",
        "{\"server\":{\"port\":70000}} | server.port: 70000 is out of range, use 0 to 65535",
        "{\"server\":{\"port\":\"80\"}} | server.port: must be an integer",
        "{\"server\":7} | server: must be an object",
        "{\"storage\":{\"auto_save\":1}} | storage.auto_save: must be true or false",
        "{\"storage\":{\"save_interval\":0}} | storage.save_interval: 0 is out of range",
        "{\"storage\":{\"index_path\":\"\"}} | storage.index_path: must be a text",
        "{\"index\":{\"metric\":\"hamming\"}} | index.metric: `hamming`, use cos, ip or l2sq",
        "{\"index\":{\"dtype\":\"f8\"}} | index.dtype: `f8`, use f32",
        "{\"index\":{\"dtype\":\"i8\",\"metric\":\"l2sq\"}} | index.dtype: i8 needs vectors of unit",
        "{\"index\":{\"connectivity\":1}} | index.connectivity: 1 is out of range, use 4 to 64",
        "{\"index\":{} | is no JSON",
      })
  void mistakeIsNamed(String json, String message) {
    assertThatThrownBy(() -> read(json, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "SHARD_ID, x, SHARD_ID: `x` is no integer",
    "SHARD_ID, -1, SHARD_ID: -1 is out of range",
    "SHARD_COUNT, 4, SHARD_COUNT: needs SHARD_ID beside it",
    "VECTORCLUSTER_AUTHENTICATION, off, 'VECTORCLUSTER_AUTHENTICATION: `off`, use APIKey or None'",
  })
  void mistakeOfTheEnvironmentIsNamed(String name, String value, String message) {
    assertThatThrownBy(() -> read("", Map.of(name, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void shardMustBeOneOfTheCount() {
    assertThatThrownBy(() -> read("", Map.of("SHARD_ID", "4", "SHARD_COUNT", "4")))
        .hasMessageContaining("SHARD_ID: 4 is out of range, use 0 to 3");
  }

  @Test
  void keysAndNoAuthenticationContradictEachOther() {
    assertThatThrownBy(
            () ->
                read(
                    "{\"access\":{\"keysDirectory\":\"/k\"}}",
                    Map.of("VECTORCLUSTER_AUTHENTICATION", "None")))
        .hasMessageContaining("contradicts");
  }

  @Test
  void existingIndexFileIsNotOverlooked() throws Exception {
    Path index = Files.writeString(folder.resolve("index.usearch"), "x");

    assertThatThrownBy(() -> read("{\"storage\":{\"index_path\":\"" + index + "\"}}", Map.of()))
        .hasMessageContaining("importing a USearch file is not supported yet")
        .hasMessageContaining("move it away");
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> read("", Map.of(), "--config", "/no/such/config.json"))
        .hasMessageContaining("--config /no/such/config.json: cannot be read");
  }
}
