package io.vectorcluster.indexnode.engine.usearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.HnswConfig;
import io.vectorcluster.indexnode.core.Precision;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.engine.TestVectors;
import io.vectorcluster.indexnode.engine.VectorEngine.Opened;
import io.vectorcluster.indexnode.engine.VectorIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not exactly what was written is never loaded, and a crash leaves the checkpoint before.
 */
final class CheckpointDamageTest {
  private static final int DIMENSIONS = 8;
  private static final int PLACES = 40;
  private static final VectorParams PARAMS =
      new VectorParams(DIMENSIONS, Distance.EUCLID, Precision.FLOAT32, HnswConfig.DEFAULT);

  private final ExecutorService background = Executors.newFixedThreadPool(2);
  private final UsearchEngine engine =
      new UsearchEngine(background, new EngineLimits(128, 64, 10, 2));

  @TempDir Path folder;

  private VectorIndex index = engine.create(PARAMS);
  private TestVectors vectors = TestVectors.random(DIMENSIONS, Distance.EUCLID);

  @BeforeEach
  void fill() throws IOException {
    for (int i = 0; i < 300; i++) {
      index.put(TestVectors.id(i), i, vectors.next());
    }
    index.awaitIndexed(Duration.ofSeconds(30));
    index.put(TestVectors.id(300), 300, vectors.next());
    index.checkpoint(folder, 300);
  }

  @AfterEach
  void close() {
    index.close();
    background.close();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private void assertOpensWith(int points, long covered) {
    assertThat(engine.open(PARAMS, folder)).isInstanceOf(Opened.Loaded.class);
    var loaded = (Opened.Loaded) engine.open(PARAMS, folder);
    assertThat(loaded.coveredSequence()).isEqualTo(covered);
    assertThat(loaded.index().figures().live()).isEqualTo(points);
    loaded.index().close();
  }

  @Test
  void everyChangedByteIsNoticed() throws IOException {
    assertThat(files().stream().map(file -> file.getFileName().toString().replaceAll("-.*", "")))
        .contains("graph", "rows", "points", "manifest");
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      int step = Math.max(1, good.length / PLACES);
      for (int at = 0; at < good.length; at += step) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << at % 8);
        Files.write(file, bad);
        assertThat(engine.open(PARAMS, folder))
            .as("%s with a changed bit in byte %d", file, at)
            .isInstanceOf(Opened.Damaged.class);
      }
      Files.write(file, good);
    }
    assertOpensWith(301, 300);
  }

  @Test
  void shortLongAndMissingFilesAreNoticed() throws IOException {
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      // The file of points that are in no graph yet is empty if the last one has just gone into it.
      if (good.length > 0) {
        Files.write(file, Arrays.copyOf(good, good.length - 1));
        assertThat(engine.open(PARAMS, folder)).isInstanceOf(Opened.Damaged.class);
      }
      Files.write(file, Arrays.copyOf(good, good.length + 1));
      assertThat(engine.open(PARAMS, folder)).isInstanceOf(Opened.Damaged.class);
      Files.delete(file);
      boolean manifest = file.endsWith("manifest");
      assertThat(engine.open(PARAMS, folder))
          .isInstanceOf(manifest ? Opened.Missing.class : Opened.Damaged.class);
      Files.write(file, good);
    }
    assertOpensWith(301, 300);
  }

  @Test
  void anotherSpaceIsNotLoaded() {
    var other = new VectorParams(DIMENSIONS, Distance.DOT, Precision.FLOAT32, HnswConfig.DEFAULT);

    var opened = (Opened.Damaged) engine.open(other, folder);

    assertThat(opened.reason()).contains("SQUARED_EUCLID").contains("INNER_PRODUCT");
  }

  @Test
  void whatACrashLeavesBehindDoesNotMatterAndIsRemoved() throws IOException {
    List<Path> rubbish =
        List.of(
            folder.resolve("graph-2-0.usearch"),
            folder.resolve("rows-2-1.bin"),
            folder.resolve("manifest.new"));
    for (Path file : rubbish) {
      Files.writeString(file, "half a fi");
    }
    assertOpensWith(301, 300);

    index.put(TestVectors.id(301), 301, vectors.next());
    index.checkpoint(folder, 301);

    assertThat(rubbish).noneMatch(Files::exists);
    assertOpensWith(302, 301);
  }

  @Test
  void failedCheckpointLeavesTheOneBefore() throws IOException {
    // Given: the new manifest cannot be written.
    Path inTheWay = Files.createDirectory(folder.resolve("manifest.new"));
    index.put(TestVectors.id(301), 301, vectors.next());

    assertThatThrownBy(() -> index.checkpoint(folder, 301)).isInstanceOf(IOException.class);

    assertOpensWith(301, 300);
    Files.delete(inTheWay);
    index.checkpoint(folder, 301);
    assertOpensWith(302, 301);
  }

  @Test
  void sealedGraphsAreWrittenOnce() throws IOException {
    for (int i = 1000; i < 1100; i++) {
      index.put(TestVectors.id(i), i, vectors.next());
    }
    index.awaitIndexed(Duration.ofSeconds(30));
    index.checkpoint(folder, 1100);
    Set<Path> before = graphs();

    index.put(TestVectors.id(2000), 2000, vectors.next());
    index.checkpoint(folder, 2000);

    Set<Path> after = graphs();
    assertThat(after).hasSameSizeAs(before);
    after.retainAll(before);
    assertThat(after).as("graph files of both checkpoints").hasSize(before.size() - 1);
    assertOpensWith(402, 2000);
  }

  private Set<Path> graphs() throws IOException {
    return files().stream()
        .filter(file -> file.getFileName().toString().startsWith("graph"))
        .collect(Collectors.toSet());
  }
}
