package io.vectorcluster.indexnode.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.MissingShard;
import io.vectorcluster.indexnode.core.ReadPolicy;
import io.vectorcluster.indexnode.core.ReadPolicy.From;
import io.vectorcluster.indexnode.core.ReadPolicy.Prefer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadsFileTest {
  private static final String WHOLE =
      """
      {"from":"Any","prefer":"SameZone","hedgeAfter":"PT0.05S","onMissingShard":"Partial",
       "zones":{"demo-shard-0-0":"a","demo-shard-0-1":"b"},"later":{"unknown":true}}
      """;

  private final AtomicLong now = new AtomicLong(1_000_000);
  private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());

  @TempDir private Path folder;

  private Supplier<ReadPolicy> settings(String text) throws Exception {
    return ReadsFile.of(Optional.of(write(text)), clock);
  }

  private Path write(String text) throws Exception {
    return Files.writeString(folder.resolve("reads.json"), text);
  }

  @Test
  void withoutAFileOrBeforeItIsThereTheDefaultsHold() {
    assertThat(ReadsFile.of(Optional.empty(), clock).get()).isEqualTo(ReadPolicy.DEFAULT);
    assertThat(ReadsFile.of(Optional.of(folder.resolve("none")), clock).get())
        .isEqualTo(ReadPolicy.DEFAULT);
  }

  @Test
  void whatAFileLeavesOutIsAsWithoutIt() throws Exception {
    assertThat(settings("{}").get()).isEqualTo(ReadPolicy.DEFAULT);
    assertThat(settings("{\"prefer\":\"RoundRobin\"}").get())
        .isEqualTo(
            new ReadPolicy(
                From.IN_SYNC,
                Prefer.ROUND_ROBIN,
                Duration.ofMillis(300),
                MissingShard.FAIL,
                Map.of()));
  }

  @Test
  void everyFieldIsReadAndZonesAreFoundByHosts() throws Exception {
    ReadPolicy policy = settings(WHOLE).get();

    assertThat(policy.from()).isEqualTo(From.ANY);
    assertThat(policy.prefer()).isEqualTo(Prefer.SAME_ZONE);
    assertThat(policy.hedgeAfter()).isEqualTo(Duration.ofMillis(50));
    assertThat(policy.onMissingShard()).isEqualTo(MissingShard.PARTIAL);
    assertThat(policy.zoneOf("demo-shard-0-1.demo-nodes.shop.svc")).hasValue("b");
    assertThat(policy.zoneOf("demo-shard-0-0")).hasValue("a");
    assertThat(policy.zoneOf("127.0.0.1")).isEmpty();
  }

  @Test
  void aChangeIsFollowedAfterSomeSeconds() throws Exception {
    Supplier<ReadPolicy> settings = settings("{}");
    assertThat(settings.get().from()).isEqualTo(From.IN_SYNC);

    write("{\"from\":\"Primary\"}");
    now.addAndGet(1_000);
    assertThat(settings.get().from()).isEqualTo(From.IN_SYNC);
    now.addAndGet(1_000);
    assertThat(settings.get().from()).isEqualTo(From.PRIMARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"from\":\"Nobody\"}",
        "{\"from\":null}",
        "{\"prefer\":\"Fastest\"}",
        "{\"hedgeAfter\":\"300ms\"}",
        "{\"hedgeAfter\":\"PT0.001S\"}",
        "{\"hedgeAfter\":\"PT1H\"}",
        "{\"onMissingShard\":true}",
        "[]",
        "",
        "{\"from\":",
      })
  void whatCannotBeReadChangesNothing(String text) throws Exception {
    Supplier<ReadPolicy> settings = settings(WHOLE);
    ReadPolicy before = settings.get();

    write(text);
    now.addAndGet(5_000);
    assertThat(before.from()).isEqualTo(From.ANY);
    assertThat(settings.get()).isEqualTo(before);
  }
}
