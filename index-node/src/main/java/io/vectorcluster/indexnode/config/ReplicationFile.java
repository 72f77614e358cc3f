package io.vectorcluster.indexnode.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.indexnode.core.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cluster's {@code replication} settings, from the file that {@code
 * VECTORCLUSTER_REPLICATION_FILE} names.
 */
public final class ReplicationFile {
  private ReplicationFile() {}

  /** The defaults without a file. */
  public static Supplier<Durability> of(Optional<Path> file, InstantSource clock) {
    return new SettingsFile<>(
        "replication", file, ReplicationFile::read, Durability.DEFAULT, clock);
  }

  private static Durability read(JsonNode root) {
    String mode = root.required("mode").asText();
    if (!mode.equals("PrimaryReplica")) {
      throw new IllegalArgumentException("mode `" + mode + "` is unknown");
    }
    String acks = root.required("acks").asText();
    Durability.Acks whose =
        switch (acks) {
          case "InSync" -> Durability.Acks.IN_SYNC;
          case "One" -> Durability.Acks.ONE;
          default -> throw new IllegalArgumentException("acks `" + acks + "` is unknown");
        };
    int minInSync = root.required("minInSync").asInt();
    JsonNode gcGrace = root.path("gcGrace");
    // An operator of an earlier release does not name it.
    return gcGrace.isMissingNode()
        ? new Durability(whose, minInSync)
        : new Durability(whose, minInSync, Duration.parse(gcGrace.asText()));
  }
}
