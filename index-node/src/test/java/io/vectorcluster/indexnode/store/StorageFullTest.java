package io.vectorcluster.indexnode.store;

import static io.vectorcluster.indexnode.store.Stores.FORMATTING;
import static io.vectorcluster.indexnode.store.Stores.ONE;
import static io.vectorcluster.indexnode.store.Stores.SMALL;
import static io.vectorcluster.indexnode.store.Stores.TWO;
import static io.vectorcluster.indexnode.store.Stores.commit;
import static io.vectorcluster.indexnode.store.Stores.delete;
import static io.vectorcluster.indexnode.store.Stores.id;
import static io.vectorcluster.indexnode.store.Stores.key;
import static io.vectorcluster.indexnode.store.Stores.point;
import static io.vectorcluster.indexnode.store.Stores.upsert;
import static io.vectorcluster.indexnode.store.Stores.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.store.FreeSpace.DiskSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up: by the reserve, and when the reserve did not help. */
final class StorageFullTest {
  private static final long MIB = 1L << 20;

  private final Random random = new Random(3);
  @TempDir private Path directory;

  @Test
  void belowTheReserveUpsertsAreToBeRefused() {
    AtomicReference<DiskSpace> space =
        new AtomicReference<>(new DiskSpace(1_000 * MIB, 4_000 * MIB));
    StoreOpening opening =
        ShardStore.open(directory, SMALL, FORMATTING, () -> Objects.requireNonNull(space.get()));
    try (ShardStore store = ((StoreOpening.Opened) opening).store()) {
      commit(store, upsert(1, version(1), key(1), point(id(1), random)));
      LoggedWrite upsert = upsert(2, version(2), key(2), point(id(2), random));

      // The reserve here: 2 x 2 MiB + 256 MiB, more than 5 % of 4,000 MiB.
      space.set(new DiskSpace(259 * MIB, 4_000 * MIB));

      assertThat(store.storageFull())
          .hasValueSatisfying(
              full -> assertThat(full).contains("259 MiB are free", "260 MiB are kept"));
      // What was numbered already goes: other replicas have it.
      commit(store, upsert);
      commit(store, delete(3, version(3), key(1)));
      assertThat(store.point(key(1), Selection.ALL)).isEmpty();

      space.set(new DiskSpace(260 * MIB, 4_000 * MIB));
      assertThat(store.storageFull()).isEmpty();
      space.set(new DiskSpace(260 * MIB, 6_000 * MIB)); // 5 % are 300 MiB
      assertThat(store.storageFull()).isPresent();
    }
  }

  /** On a full file system a commit fails, and nothing is served by that process any more. */
  @Test
  void failedWriteStopsTheStoreAndLosesNothingAcknowledged() throws IOException {
    Path mount = Files.createDirectory(directory.resolve("tmpfs"));
    assumeTrue(mounted(mount), "needs root and mount: a small tmpfs");
    try {
      ScriptedWrites script = new ScriptedWrites(8, 100_000);
      ShardStore store = Stores.open(mount.resolve("shard"));
      try {
        assertThatThrownBy(() -> fill(store, script)).isInstanceOf(StoreFailedException.class);
        long acknowledged = store.position().last().sequence();
        assertThat(acknowledged).isGreaterThan(1_000);

        assertThatThrownBy(() -> store.head(key(1))).isInstanceOf(StoreFailedException.class);
        assertThatThrownBy(() -> store.commit(script.batch(acknowledged + 1, 1)))
            .isInstanceOf(StoreFailedException.class)
            .hasMessageContaining("restart the node");
      } finally {
        store.close();
      }

      LoopDisk.run("mount", "-o", "remount,size=256m", mount.toString());
      try (ShardStore reopened = Stores.open(mount.resolve("shard"))) {
        StoreModel model = script.model(reopened.position().last().sequence());
        model.check(reopened, ONE);
        model.check(reopened, TWO);
        model.checkLog(reopened);
      }
    } finally {
      LoopDisk.run("umount", mount.toString());
    }
  }

  private static boolean mounted(Path mount) {
    try {
      LoopDisk.run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", mount.toString());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void fill(ShardStore store, ScriptedWrites script) {
    while (true) {
      commit(store, script.batch(store.position().last().sequence() + 1, 500));
    }
  }
}
