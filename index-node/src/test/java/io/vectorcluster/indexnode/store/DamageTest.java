package io.vectorcluster.indexnode.store;

import static io.vectorcluster.indexnode.store.Stores.ONE;
import static io.vectorcluster.indexnode.store.Stores.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;

/** Bytes change on the disk: answers stay right or are refused. */
final class DamageTest {
  private static final int WRITES = 400;
  private static final int FLIPS = 40;
  private static final long SEED = 99;

  private final ScriptedWrites script = new ScriptedWrites(5, 200);
  private final StoreModel model = script.model(WRITES);

  @TempDir private Path directory;
  private Path rocks;

  @BeforeEach
  void write() {
    rocks = directory.resolve("store/rocksdb");
    try (ShardStore store = Stores.open(directory)) {
      Stores.commit(store, script.batch(1, WRITES));
    }
  }

  private void flush() throws RocksDBException {
    try (RocksFiles files =
            RocksFiles.open(rocks, Stores.SMALL, WalSync.BEFORE_ACKNOWLEDGING, false);
        FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
      for (Family family : Family.values()) {
        files.rocks().flush(options, files.family(family));
      }
    }
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.list(rocks)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  @Test
  void damagedFilesAreReportedAndNeverAnswered() throws Exception {
    flush();
    List<Path> candidates = new ArrayList<>(files(".sst"));
    assertThat(files(".blob")).as("vectors are blob files").isNotEmpty();
    candidates.addAll(files(".blob"));
    Random random = new Random(SEED);
    int reported = 0;
    for (int flip = 0; flip < FLIPS; flip++) {
      Path copy = copyOfStore("copy-" + flip);
      Path name = candidates.get(flip % candidates.size()).getFileName();
      Path file = copy.resolve("store/rocksdb").resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
      reported += readAll(copy) ? 1 : 0;
    }
    System.out.printf("seed %d: %d of %d flipped bits reported%n", SEED, reported, FLIPS);
    assertThat(reported).as("flipped bits that were noticed").isGreaterThan(FLIPS / 2);
  }

  /** A store of its own: opening one may compact its files. */
  private Path copyOfStore(String name) throws IOException {
    Path copy = directory.resolve(name);
    Files.createDirectories(copy.resolve("store/rocksdb"));
    Files.copy(directory.resolve("store/FORMAT"), copy.resolve("store/FORMAT"));
    for (Path file : files("")) {
      Files.copy(file, copy.resolve("store/rocksdb").resolve(file.getFileName()));
    }
    return copy;
  }

  /** Reads every point in two ways; says whether damage was reported, fails on a wrong answer. */
  private boolean readAll(Path copy) {
    StoreOpening opening = ShardStore.open(copy, Stores.SMALL, Stores.FORMATTING, Stores.PLENTY);
    if (!(opening instanceof StoreOpening.Opened(ShardStore store, boolean _))) {
      return true;
    }
    try (store) {
      boolean reported = false;
      for (long sequence = 1; sequence <= WRITES; sequence++) {
        PointKey key = script.at(sequence).key();
        try {
          assertThat(store.points(List.of(key), Selection.ALL))
              .isEqualTo(model.point(key).stream().toList());
        } catch (StoreDamagedException e) {
          reported = true;
        }
      }
      for (CollectionNumber collection : List.of(ONE, TWO)) {
        try {
          model.check(store, collection);
        } catch (StoreDamagedException e) {
          reported = true;
        }
      }
      return reported;
    }
  }

  @Test
  void tornTailOfTheLogIsCutOff() throws IOException {
    Path wal = files(".log").getLast();
    byte[] whole = Files.readAllBytes(wal);
    try (ShardStore store = Stores.open(directory)) {
      Stores.commit(store, script.batch(WRITES + 1, 20));
    }
    Path later = files(".log").getLast();
    byte[] tail = Files.readAllBytes(later);
    assertThat(later).isNotEqualTo(wal);
    assertThat(whole).isNotEmpty();

    Files.write(later, Arrays.copyOf(tail, tail.length - 5));

    try (ShardStore store = Stores.open(directory)) {
      assertThat(store.position().last().sequence()).isEqualTo(WRITES);
      model.check(store, ONE);
      model.checkLog(store);
    }
  }

  @Test
  void damageWithinTheLogIsNotTakenForATornTail() throws IOException {
    try (ShardStore store = Stores.open(directory)) {
      Stores.commit(store, script.batch(WRITES + 1, 20));
      Stores.commit(store, script.batch(WRITES + 21, 20));
    }
    Path wal = files(".log").getLast();
    byte[] bytes = Files.readAllBytes(wal);
    bytes[bytes.length / 4] ^= 1;
    Files.write(wal, bytes);

    StoreOpening opening = ShardStore.open(directory, Stores.SMALL, Stores.FORMATTING);

    assertThat(opening)
        .isInstanceOfSatisfying(
            StoreOpening.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(StoreOpening.Reason.DAMAGED));
  }
}
