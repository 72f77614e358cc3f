package io.vectorcluster.indexnode.replica;

import static io.vectorcluster.indexnode.replica.ReplicaFixture.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.store.Tampering;
import io.vectorcluster.topology.PointId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that nobody has another copy of was damaged: the others are served. */
final class DamagedRecordTest {
  private ReplicaFixture shard;

  @BeforeEach
  void open(@TempDir Path folder) {
    shard = new ReplicaFixture(folder);
    shard.write(upsert(1, 1, 0), upsert(2, 2, 0), upsert(3, 3, 0));
  }

  @AfterEach
  void close() {
    shard.close();
  }

  static Stream<Consumer<Tampering>> damages() {
    return Stream.of(
        tampering -> tampering.flip(2),
        tampering -> tampering.loseContent(2),
        tampering -> tampering.garbleHead(2));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void anIndexIsRebuiltWithoutIt(Consumer<Tampering> damage) {
    damage.accept(new Tampering(shard.store()));

    shard.restart();

    assertThat(shard.nearest(3, 2, 0)).containsExactly(1L, 3L);
    assertReported();
  }

  @Test
  void theLogIsReplayedWithoutIt() throws IOException {
    shard.replica().checkpoint();
    shard.write(upsert(2, 2, 1), upsert(4, 4, 0));
    new Tampering(shard.store()).flip(2);

    shard.restart();

    assertThat(shard.nearest(4, 2, 0)).containsExactly(1L, 3L, 4L);
    assertReported();
  }

  @Test
  void aPointThatIsWrittenAgainIsFoundAgain() {
    new Tampering(shard.store()).flip(2);
    shard.restart();

    shard.write(upsert(2, 2, 0));

    assertThat(shard.nearest(1, 2, 0)).containsExactly(2L);
  }

  /** Its slot is named as damaged, and nobody is answered with it. */
  private void assertReported() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> shard.replica().repairs().divergentSlots() == 1);
    assertThatThrownBy(
            () ->
                shard
                    .replica()
                    .access()
                    .retrieve(
                        shard.call(),
                        ReplicaFixture.THINGS,
                        List.of(new PointId.Numeric(2)),
                        Selection.ALL))
        .hasMessageContaining("store: damaged");
  }
}
