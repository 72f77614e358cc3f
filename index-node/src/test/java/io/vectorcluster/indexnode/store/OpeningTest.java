package io.vectorcluster.indexnode.store;

import static io.vectorcluster.indexnode.store.Stores.FORMATTING;
import static io.vectorcluster.indexnode.store.Stores.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.store.StoreOpening.Opened;
import io.vectorcluster.indexnode.store.StoreOpening.Reason;
import io.vectorcluster.indexnode.store.StoreOpening.Refused;
import io.vectorcluster.topology.StoreId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a directory may hold when a store is opened in it. */
final class OpeningTest {
  private static final StoreFormatting LATER =
      new StoreFormatting(new StoreId(new UUID(9, 9)), "0.2.0");

  @TempDir private Path directory;

  private Refused refused() {
    StoreOpening opening = ShardStore.open(directory, SMALL, FORMATTING);
    assertThat(opening).isInstanceOf(Refused.class);
    return (Refused) opening;
  }

  @Test
  void freshDirectoryIsFormattedOnceAndKeepsItsStoreId() {
    Path deep = directory.resolve("a/b");
    try (ShardStore store = opened(ShardStore.open(deep, SMALL, FORMATTING), true)) {
      assertThat(store.storeId()).isEqualTo(FORMATTING.storeId());
      assertThat(store.position()).isEqualTo(StorePosition.EMPTY);
    }
    try (ShardStore store = opened(ShardStore.open(deep, SMALL, LATER), false)) {
      assertThat(store.storeId()).isEqualTo(FORMATTING.storeId());
    }
  }

  private static ShardStore opened(StoreOpening opening, boolean formatted) {
    assertThat(opening).isInstanceOf(Opened.class);
    assertThat(((Opened) opening).formatted()).isEqualTo(formatted);
    return ((Opened) opening).store();
  }

  @Test
  void halfFormattedDirectoryIsFormattedAgain() throws IOException {
    Path rocks = Files.createDirectories(directory.resolve("store.new/rocksdb"));
    Files.writeString(rocks.resolve("MANIFEST-000001"), "half a manifest");
    Files.writeString(directory.resolve("store.new/FORMAT"), "form");

    try (ShardStore store = opened(ShardStore.open(directory, SMALL, FORMATTING), true)) {
      assertThat(store.storeId()).isEqualTo(FORMATTING.storeId());
    }
    assertThat(directory.resolve("store.new")).doesNotExist();
  }

  @Test
  void otherFormatIsRefusedNamingTheReleaseThatReadsIt() throws IOException {
    Stores.open(directory).close();
    Path format = directory.resolve("store/FORMAT");
    Files.writeString(
        format,
        Files.readString(format)
            .replace("format=2", "format=3")
            .replace("release=0.1.0-test", "release=0.7.3"));

    assertThat(refused())
        .satisfies(
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.OTHER_FORMAT);
              assertThat(refused.message())
                  .contains("format 3", "start release 0.7.3", "reads format 2");
            });
  }

  @Test
  void secondOpeningIsRefusedUntilTheFirstIsClosed() {
    ShardStore store = Stores.open(directory);

    assertThat(refused().reason()).isEqualTo(Reason.IN_USE);
    store.close();
    store.close();

    Stores.open(directory).close();
  }

  @Test
  void storeThatLacksAPartIsDamagedAndNeverFormattedAnew() throws IOException {
    try (ShardStore store = Stores.open(directory)) {
      Stores.commit(store, new ScriptedWrites(1, 10).batch(1, 10));
    }
    Path format = directory.resolve("store/FORMAT");
    Path current = directory.resolve("store/rocksdb/CURRENT");
    String text = Files.readString(format);

    Files.delete(format);
    assertThat(refused().reason()).isEqualTo(Reason.DAMAGED);
    Files.write(format, new byte[] {(byte) 0xFF, 0, 1});
    assertThat(refused().reason()).isEqualTo(Reason.DAMAGED);
    Files.writeString(format, text.replace("000000000002", "000000000009"));
    assertThat(refused().message()).contains("names store");
    Files.writeString(format, text);
    byte[] kept = Files.readAllBytes(current);
    Files.delete(current);
    assertThat(refused().reason()).isEqualTo(Reason.DAMAGED);
    Files.write(current, kept);

    try (ShardStore store = Stores.open(directory)) {
      assertThat(store.position().last().sequence()).isEqualTo(10);
      assertThat(store.point(new ScriptedWrites(1, 10).at(1).key(), Selection.ALL))
          .isEqualTo(
              new ScriptedWrites(1, 10).model(10).point(new ScriptedWrites(1, 10).at(1).key()));
    }
  }

  @Test
  void placeThatIsNoDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThat(ShardStore.open(file, SMALL, FORMATTING))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_ACCESS));
  }
}
