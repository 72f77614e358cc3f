package io.vectorcluster.indexnode.replica;

import static io.vectorcluster.indexnode.replica.ReplicaFixture.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.core.ShardAnswer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an acknowledgement asks for, and that it is given once. */
final class AcknowledgedWritesTest {
  private ReplicaFixture shard;

  @BeforeEach
  void open(@TempDir Path folder) {
    shard = new ReplicaFixture(folder);
  }

  @AfterEach
  void close() {
    shard.close();
  }

  @Test
  void aRepeatedRequestIsAnsweredWithWhatItWrote() {
    ShardAnswer<Long> first = shard.write(9, upsert(1, 0, 0));
    shard.write(upsert(1, 5, 5));

    ShardAnswer<Long> repeated = shard.write(9, upsert(1, 0, 0));
    shard.restart();
    ShardAnswer<Long> again = shard.write(9, upsert(1, 0, 0));

    assertThat(repeated).isEqualTo(first);
    assertThat(again).isEqualTo(first);
    assertThat(shard.store().position().last().sequence()).isEqualTo(2);
    assertThat(shard.nearest(1, 5, 5)).containsExactly(1L);
  }

  @Test
  void withFewerCopiesInSyncThanAskedForWritesAreRefused() {
    shard.write(upsert(1, 0, 0));
    shard.durability = new Durability(Durability.Acks.IN_SYNC, 2);

    await()
        .untilAsserted(
            () ->
                assertThat(shard.write(upsert(2, 5, 5)))
                    .isInstanceOfSatisfying(
                        ShardAnswer.Refused.class,
                        refused ->
                            assertThat(refused.message())
                                .contains("1 copies are in sync, minInSync asks for 2")));
    assertThat(shard.nearest(1, 0, 0)).containsExactly(1L);
  }
}
