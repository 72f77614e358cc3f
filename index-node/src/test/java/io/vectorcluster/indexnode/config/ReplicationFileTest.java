package io.vectorcluster.indexnode.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplicationFileTest {
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());

  @Test
  void withoutAFileEveryInSyncCopyIsWaitedFor() {
    assertThat(ReplicationFile.of(Optional.empty(), clock).get()).isEqualTo(Durability.DEFAULT);
  }

  @Test
  void aChangeIsFollowedAndWhatCannotBeReadChangesNothing(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("replication.json");
    Files.writeString(file, "{\"mode\":\"PrimaryReplica\",\"acks\":\"InSync\",\"minInSync\":2}");
    Supplier<Durability> settings = ReplicationFile.of(Optional.of(file), clock);
    assertThat(settings.get()).isEqualTo(new Durability(Durability.Acks.IN_SYNC, 2));

    Files.writeString(file, "{\"mode\":\"PrimaryReplica\",\"acks\":\"One\",\"minInSync\":1}");
    now.addAndGet(5_000);
    assertThat(settings.get()).isEqualTo(new Durability(Durability.Acks.ONE, 1));

    Files.writeString(file, "{\"mode\":\"PrimaryReplica\",\"acks\":\"Two\",\"minInSync\":1}");
    now.addAndGet(5_000);
    assertThat(settings.get()).isEqualTo(new Durability(Durability.Acks.ONE, 1));

    String json =
        "{\"mode\":\"PrimaryReplica\",\"acks\":\"One\",\"minInSync\":1,\"gcGrace\":\"%s\"}";
    Files.writeString(file, json.formatted("PT1H30M"));
    now.addAndGet(5_000);
    Duration grace = Duration.ofMinutes(90);
    assertThat(settings.get()).isEqualTo(new Durability(Durability.Acks.ONE, 1, grace));

    Files.writeString(file, json.formatted("an hour"));
    now.addAndGet(5_000);
    assertThat(settings.get().gcGrace()).isEqualTo(grace);
  }
}
