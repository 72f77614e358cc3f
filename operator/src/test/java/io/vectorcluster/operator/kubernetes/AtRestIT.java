package io.vectorcluster.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.Yaml;
import io.vectorcluster.testbed.ApiServer;
import io.vectorcluster.testbed.ClusterAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten clusters at rest: the API server's audit log shows no write at all. */
@ApiServer
final class AtRestIT {
  private static final int CLUSTERS = 10;
  private static final Duration REST = Duration.ofSeconds(60);

  @Test
  void nothingIsWritten(ClusterAccess access) throws IOException {
    Path log = access.auditLog().orElseThrow();
    try (Workbench bench = new Workbench(access)) {
      // Given
      for (int i = 0; i < CLUSTERS; i++) {
        // Their nodes are asked each second.
        int copies = i % 5 == 0 ? 2 : 1;
        bench.apply("rest-" + i, "{shards: 1, replication: {factor: %d}}".formatted(copies));
      }
      for (int i = 0; i < CLUSTERS; i++) {
        bench.awaitPhase("rest-" + i, "Healthy");
        bench.awaitStatus("rest-" + i, status -> status.points() != null);
      }
      awaitQuiet(log);
      int before = lines(log).size();

      // When
      await().pollDelay(REST).atMost(REST.plusSeconds(5)).until(() -> true);

      // Then
      List<String> writes = new ArrayList<>();
      for (String line : lines(log).subList(before, lines(log).size())) {
        JsonNode event = Yaml.parse(line);
        if (!event.path("objectRef").path("resource").asText().equals("leases")) {
          writes.add(event.path("verb").asText() + " " + event.path("requestURI").asText());
        }
      }
      assertThat(writes).isEmpty();
    }
  }

  /** The last transitions take a moment after Healthy. */
  private static void awaitQuiet(Path log) {
    await()
        .atMost(Duration.ofSeconds(60))
        .during(Duration.ofSeconds(5))
        .until(new Unchanged(log)::holds);
  }

  private static final class Unchanged {
    private final Path log;
    private long size = -1;

    Unchanged(Path log) {
      this.log = log;
    }

    boolean holds() throws IOException {
      long now =
          lines(log).stream().filter(line -> !line.contains("\"resource\":\"leases\"")).count();
      boolean same = now == size;
      size = now;
      return same;
    }
  }

  private static List<String> lines(Path log) throws IOException {
    return Files.readAllLines(log);
  }
}
