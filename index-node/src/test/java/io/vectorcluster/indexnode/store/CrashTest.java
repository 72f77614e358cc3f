package io.vectorcluster.indexnode.store;

import static io.vectorcluster.indexnode.store.Stores.ONE;
import static io.vectorcluster.indexnode.store.Stores.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed under writes, again and again on the same store. */
final class CrashTest {
  private static final int ROUNDS = 6;
  private static final int IDS = 400;
  private static final long SEED = 77;

  @TempDir private Path directory;

  @Test
  void everyAcknowledgedWriteSurvivesAKill() throws Exception {
    Random random = new Random(SEED);
    long position = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long acknowledged;
      try (WriterProcess writer =
          WriterProcess.start(directory, SEED, IDS, WalSync.BEFORE_ACKNOWLEDGING)) {
        writer.awaitAcknowledged(position + 1 + random.nextInt(1_500));
        assertThat(ShardStore.open(directory, Stores.SMALL, Stores.FORMATTING))
            .as("a second process")
            .isInstanceOfSatisfying(
                StoreOpening.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(StoreOpening.Reason.IN_USE));
        acknowledged = writer.kill();
      }

      position = checkAfterwards(directory, SEED, IDS, round, acknowledged);
    }
  }

  /** Everything acknowledged is there, and all that is there is whole. */
  static long checkAfterwards(Path directory, long seed, int ids, int round, long acknowledged) {
    try (ShardStore store = Stores.open(directory)) {
      long position = store.position().last().sequence();
      assertThat(position)
          .as("position after round %d", round)
          .isGreaterThanOrEqualTo(acknowledged);
      StoreModel model = new ScriptedWrites(seed, ids).model(position);
      model.check(store, ONE);
      model.check(store, TWO);
      model.checkLog(store);
      return position;
    }
  }
}
