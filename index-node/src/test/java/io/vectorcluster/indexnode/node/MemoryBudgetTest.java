package io.vectorcluster.indexnode.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryBudgetTest {
  private static final long GIB = 1L << 30;

  @Test
  void dividesALimitIntoHeapStoreAndGraphs() {
    MemoryBudget budget = new MemoryBudget(10 * GIB);

    assertThat(budget.heapBytes()).isCloseTo(2 * GIB, within(100));
    assertThat(budget.storeBytes()).isCloseTo(3 * GIB / 2, within(100));
    assertThat(budget.heapBytes() + budget.storeBytes() + budget.graphBytes()).isEqualTo(10 * GIB);
  }

  @Test
  void leavesTheHeapAtLeastAQuarterGibibyte() {
    assertThat(new MemoryBudget(GIB).heapBytes()).isEqualTo(256L << 20);
  }

  @Test
  void takesTheLeastLimitOfTheControlGroups(@TempDir Path folder) throws IOException {
    Path first = Files.writeString(folder.resolve("memory.max"), "1073741824\n");
    Path unlimited = Files.writeString(folder.resolve("other"), "max\n");
    Path absent = folder.resolve("absent");

    assertThat(MemoryBudget.groupLimit(List.of(first, unlimited, absent))).isEqualTo(GIB);
    assertThat(MemoryBudget.groupLimit(List.of(unlimited, absent))).isEqualTo(Long.MAX_VALUE);
  }

  private static org.assertj.core.data.Offset<Long> within(long bytes) {
    return org.assertj.core.data.Offset.offset(bytes);
  }
}
