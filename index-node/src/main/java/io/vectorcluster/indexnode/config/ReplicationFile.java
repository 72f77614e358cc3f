package io.vectorcluster.indexnode.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectorcluster.indexnode.core.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's {@code replication} settings, from the file that {@code
 * VECTORCLUSTER_REPLICATION_FILE} names. It is read again every few seconds, so that a change of
 * the spec needs no restart; a file that cannot be read changes nothing. Belongs to one thread.
 */
public final class ReplicationFile implements Supplier<Durability> {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicationFile.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Optional<Path> file;
  private final InstantSource clock;
  private Durability known = Durability.DEFAULT;
  private long readAtMs;

  /** The defaults without a file. */
  public ReplicationFile(Optional<Path> file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  @Override
  public Durability get() {
    long now = clock.millis();
    if (file.isPresent() && now - readAtMs >= EVERY.toMillis()) {
      readAtMs = now;
      try {
        known = read(Files.readString(file.get()));
      } catch (IOException | IllegalArgumentException | DateTimeException e) {
        LOG.atWarn()
            .addKeyValue("why", e.toString())
            .log("the replication settings cannot be read: those from before stay");
      }
    }
    return known;
  }

  static Durability read(String json) throws IOException {
    JsonNode root = MAPPER.readTree(json);
    String mode = root.required("mode").asText();
    if (!mode.equals("PrimaryReplica")) {
      throw new IllegalArgumentException("replication: mode `" + mode + "` is unknown");
    }
    String acks = root.required("acks").asText();
    Durability.Acks whose =
        switch (acks) {
          case "InSync" -> Durability.Acks.IN_SYNC;
          case "One" -> Durability.Acks.ONE;
          default ->
              throw new IllegalArgumentException("replication: acks `" + acks + "` is unknown");
        };
    int minInSync = root.required("minInSync").asInt();
    JsonNode gcGrace = root.path("gcGrace");
    // An operator of an earlier release does not name it.
    return gcGrace.isMissingNode()
        ? new Durability(whose, minInSync)
        : new Durability(whose, minInSync, Duration.parse(gcGrace.asText()));
  }
}
