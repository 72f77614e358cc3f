package io.vectorcluster.indexnode.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes under writes. A kill proves nothing about fsync, since the kernel still has the
 * pages; this does. Run by {@code mvn -Ppowercut}, as root; {@code -Dpowercut.rounds=20} for more.
 */
@Tag("powercut")
final class PowerCutTest {
  private static final int ROUNDS = Integer.getInteger("powercut.rounds", 3);
  private static final long SEED = Long.getLong("powercut.seed", 4_711);
  private static final int IDS = 2_000;

  @TempDir private Path folder;

  @Test
  void everyAcknowledgedWriteSurvivesAPowerCut() throws Exception {
    Random random = new Random(SEED);
    long position = 0;
    try (LoopDisk disk = LoopDisk.make(folder)) {
      Path directory = disk.path().resolve("shard");
      for (int round = 0; round < ROUNDS; round++) {
        long enough = position + 1 + random.nextInt(2_000);
        long acknowledged =
            writeUntilPowerCut(disk, directory, enough, WalSync.BEFORE_ACKNOWLEDGING);
        position = CrashTest.checkAfterwards(directory, SEED, IDS, round, acknowledged);
        System.out.printf(
            "power cut %d of %d, seed %d: %d acknowledged, %d stored%n",
            round + 1, ROUNDS, SEED, acknowledged, position);
      }
    }
  }

  /** The bug that this test exists for, planted: it has to be seen. */
  @Test
  void acknowledgingBeforeFsyncIsCaught() throws Exception {
    try (LoopDisk disk = LoopDisk.make(folder)) {
      Path directory = disk.path().resolve("shard");
      Stores.open(directory).close(); // the store is made by the rules

      long acknowledged = writeUntilPowerCut(disk, directory, 2_000, WalSync.NEVER);

      try (ShardStore store = Stores.open(directory)) {
        long stored = store.position().last().sequence();
        System.out.printf("without fsync: %d acknowledged, %d stored%n", acknowledged, stored);
        assertThat(stored).isLessThan(acknowledged);
      }
    }
  }

  private static long writeUntilPowerCut(
      LoopDisk disk, Path directory, long enough, WalSync walSync) throws Exception {
    try (WriterProcess writer = WriterProcess.start(directory, SEED, IDS, walSync)) {
      writer.awaitAcknowledged(enough);
      disk.cutPower();
      long acknowledged = writer.kill();
      disk.unmount();
      disk.mount();
      return acknowledged;
    }
  }
}
