package io.vectorcluster.indexnode.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments of {@code index-node serve}; a mixin. All are optional. */
public final class ServeOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "folder of the node's data (default: vectorcluster-data here)")
  @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "port of the data API (default: 6333; 0 takes a free one)")
  @Nullable Integer port;

  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "port of health, stats and metrics (default: 8080; 0 takes a free one)")
  @Nullable Integer managementPort;

  @Option(
      names = "--internal-port",
      paramLabel = "PORT",
      description = "port between the nodes of a cluster (default: 7433; 0 takes a free one)")
  @Nullable Integer internalPort;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "address to listen at (default: 0.0.0.0)")
  @Nullable String host;

  @Option(names = "--config", paramLabel = "FILE", description = "a config.json")
  @Nullable Path config;
}
