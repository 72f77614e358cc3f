package io.vectorcluster.indexnode.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryBudgetTest {
  private static final long GIB = 1L << 30;

  @Test
  void givesTheStoreItsShare() {
    assertThat(new MemoryBudget(10 * GIB).storeBytes()).isCloseTo(3 * GIB / 2, within(100L));
  }

  @Test
  void takesTheLeastLimitOfTheControlGroups(@TempDir Path folder) throws IOException {
    Path first = Files.writeString(folder.resolve("memory.max"), "1073741824\n");
    Path unlimited = Files.writeString(folder.resolve("other"), "max\n");
    Path absent = folder.resolve("absent");

    assertThat(MemoryBudget.groupLimit(List.of(first, unlimited, absent))).isEqualTo(GIB);
    assertThat(MemoryBudget.groupLimit(List.of(unlimited, absent))).isEqualTo(Long.MAX_VALUE);
  }
}
