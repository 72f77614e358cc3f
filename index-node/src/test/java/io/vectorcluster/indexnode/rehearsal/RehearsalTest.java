package io.vectorcluster.indexnode.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectorcluster.indexnode.engine.exact.ExactEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer of a rehearsal is looked at by itself: one that is not 200 ends it. */
final class RehearsalTest {
  @Test
  void threeNodesDoTheWorkOfAFirstMinute(@TempDir Path folder) throws Exception {
    Rehearsal.run(folder, new ExactEngine(), new Random(1), InstantSource.system());

    try (var stores = Files.list(folder)) {
      assertThat(stores.filter(Files::isDirectory).map(store -> store.getFileName().toString()))
          .containsExactlyInAnyOrder("node-1", "node-2", "node-3");
    }
  }
}
