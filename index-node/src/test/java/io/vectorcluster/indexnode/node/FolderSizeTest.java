package io.vectorcluster.indexnode.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that is on a node's disk counts, and nothing twice. */
final class FolderSizeTest {
  @Test
  void filesOfAllFoldersCount(@TempDir Path folder) throws IOException {
    // Given
    Files.write(folder.resolve("store"), new byte[1000]);
    Files.write(Files.createDirectories(folder.resolve("index/c1")).resolve("graph"), new byte[24]);
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("store"));

    // When
    long bytes = FolderSize.bytes(folder);

    // Then
    assertThat(bytes).isEqualTo(1024);
  }

  @Test
  void aFolderThatIsNotThereHoldsNothing(@TempDir Path folder) {
    assertThat(FolderSize.bytes(folder.resolve("none"))).isZero();
  }
}
