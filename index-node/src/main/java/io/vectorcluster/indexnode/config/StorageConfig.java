package io.vectorcluster.indexnode.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how a node stores.
 *
 * @param dataDirectory holds everything the node keeps
 * @param checkpointEvery {@code storage.save_interval}: time between two checkpoints of the index;
 *     empty ({@code auto_save} false) makes one at shutdown only. Points are durable in any case
 */
public record StorageConfig(Path dataDirectory, Optional<Duration> checkpointEvery) {
  public static final Path DEFAULT_DATA_DIRECTORY = Path.of("vectorcluster-data");
  public static final Duration DEFAULT_CHECKPOINT_EVERY = Duration.ofMinutes(5);
}
