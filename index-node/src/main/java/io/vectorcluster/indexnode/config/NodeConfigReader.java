package io.vectorcluster.indexnode.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the settings together. An argument goes before the environment, the environment before the
 * file, the file before the default.
 *
 * <p>Environment: {@code SHARD_ID} and {@code SHARD_COUNT} (see {@link ShardSeat}), {@code
 * VECTORCLUSTER_KEYS_DIR} and {@code VECTORCLUSTER_AUTHENTICATION=APIKey|None} (see {@link
 * AccessConfig}).
 */
public final class NodeConfigReader {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MAX_PORT = 65_535;
  private static final int MAX_SHARDS = 1_024;
  private static final int MAX_SAVE_INTERVAL_S = 86_400;

  private final ServeOptions options;
  private final Map<String, String> environment;
  private final int processors;

  /**
   * Reads from these sources.
   *
   * @param processors the default number of threads that search
   */
  public NodeConfigReader(ServeOptions options, Map<String, String> environment, int processors) {
    this.options = options;
    this.environment = Map.copyOf(environment);
    this.processors = processors;
  }

  public NodeConfig read() throws ConfigException {
    ConfigSection file =
        new ConfigSection("", file()).allowing(Set.of("index", "server", "storage", "access"));
    Optional<ConfigSection> index = file.section("index");
    return new NodeConfig(
        server(sectionOrEmpty(file, "server")),
        storage(sectionOrEmpty(file, "storage")),
        access(sectionOrEmpty(file, "access")),
        shard(),
        index.isPresent() ? Optional.of(IndexSection.parse(index.get())) : Optional.empty(),
        variable("VECTORCLUSTER_DEFAULTS_FILE").map(Path::of),
        variable("VECTORCLUSTER_REPLICATION_FILE").map(Path::of),
        variable("VECTORCLUSTER_READS_FILE").map(Path::of));
  }

  private JsonNode file() throws ConfigException {
    Path path = options.config;
    if (path == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    try {
      return MAPPER.readTree(Files.readString(path));
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          "--config %s: is no JSON: %s".formatted(path, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ConfigException("--config " + path + ": cannot be read: " + e.getMessage());
    }
  }

  private ServerConfig server(ConfigSection given) throws ConfigException {
    ConfigSection section =
        given.allowing(Set.of("host", "port", "dataPort", "internalPort", "threads"));
    String host = options.host;
    return new ServerConfig(
        host != null ? host : section.text("host").orElse(ServerConfig.DEFAULT_HOST),
        port(
            "--management-port",
            options.managementPort,
            section,
            "port",
            ServerConfig.DEFAULT_MANAGEMENT_PORT),
        port("--port", options.port, section, "dataPort", ServerConfig.DEFAULT_DATA_PORT),
        port(
            "--internal-port",
            options.internalPort,
            section,
            "internalPort",
            ServerConfig.DEFAULT_INTERNAL_PORT),
        section.integer("threads", 1, ServerConfig.MAX_THREADS).orElse(Math.max(1, processors)));
  }

  private static int port(
      String name, @Nullable Integer argument, ConfigSection section, String key, int byDefault)
      throws ConfigException {
    int configured = section.integer(key, 0, MAX_PORT).orElse(byDefault);
    return argument == null ? configured : ConfigSection.inRange(name, argument, 0, MAX_PORT);
  }

  private StorageConfig storage(ConfigSection given) throws ConfigException {
    ConfigSection section = given.allowing(Set.of("index_path", "auto_save", "save_interval"));
    Optional<Path> index = section.text("index_path").map(Path::of);
    if (index.isPresent() && Files.exists(index.get())) {
      throw new ConfigException(
          ("%s: %s exists, and importing a USearch file is not supported yet: move it away, start"
                  + " the node and load the points through the data API")
              .formatted(section.at("index_path"), index.get()));
    }
    Path configured =
        index
            .map(path -> Optional.ofNullable(path.getParent()).orElse(Path.of(".")))
            .orElse(StorageConfig.DEFAULT_DATA_DIRECTORY);
    Duration every =
        section
            .integer("save_interval", 1, MAX_SAVE_INTERVAL_S)
            .map(Duration::ofSeconds)
            .orElse(StorageConfig.DEFAULT_CHECKPOINT_EVERY);
    Path argument = options.data;
    return new StorageConfig(
        (argument == null ? configured : argument).toAbsolutePath().normalize(),
        section.bool("auto_save").orElse(true) ? Optional.of(every) : Optional.empty());
  }

  private AccessConfig access(ConfigSection given) throws ConfigException {
    ConfigSection section = given.allowing(Set.of("keysDirectory"));
    Optional<String> directory = variable("VECTORCLUSTER_KEYS_DIR");
    if (directory.isEmpty()) {
      directory = section.text("keysDirectory");
    }
    String authentication = variable("VECTORCLUSTER_AUTHENTICATION").orElse("APIKey");
    return switch (authentication) {
      case "APIKey" ->
          directory
              .<AccessConfig>map(path -> new AccessConfig.KeyFiles(Path.of(path)))
              .orElse(new AccessConfig.LocalOnly());
      case "None" -> {
        if (directory.isPresent()) {
          throw new ConfigException(
              "VECTORCLUSTER_AUTHENTICATION: None contradicts a folder of keys ("
                  + directory.get()
                  + "), set only one of the two");
        }
        yield new AccessConfig.Open();
      }
      default ->
          throw new ConfigException(
              "VECTORCLUSTER_AUTHENTICATION: `" + authentication + "`, use APIKey or None");
    };
  }

  private Optional<ShardSeat> shard() throws ConfigException {
    Optional<String> id = variable("SHARD_ID");
    Optional<String> count = variable("SHARD_COUNT");
    if (id.isEmpty()) {
      if (count.isPresent()) {
        throw new ConfigException("SHARD_COUNT: needs SHARD_ID beside it");
      }
      return Optional.empty();
    }
    OptionalInt shards =
        count.isPresent()
            ? OptionalInt.of(number("SHARD_COUNT", count.get(), 1, MAX_SHARDS))
            : OptionalInt.empty();
    int most = shards.isPresent() ? shards.getAsInt() - 1 : Integer.MAX_VALUE;
    return Optional.of(new ShardSeat(number("SHARD_ID", id.get(), 0, most), shards));
  }

  private static int number(String name, String text, int least, int most) throws ConfigException {
    try {
      return ConfigSection.inRange(name, Integer.parseInt(text.strip()), least, most);
    } catch (NumberFormatException e) {
      throw new ConfigException(name + ": `" + text + "` is no integer");
    }
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static ConfigSection sectionOrEmpty(ConfigSection file, String key) {
    return file.section(key).orElse(new ConfigSection(key, JsonNodeFactory.instance.objectNode()));
  }
}
