package io.vectorcluster.indexnode.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a node's memory is divided: the launcher gives 20 % to the heap (256 MiB at least), the store
 * takes 15 %, the graphs have the rest.
 *
 * @param limitBytes what the process may use: its control group's limit or the machine's memory
 */
public record MemoryBudget(long limitBytes) {
  private static final List<Path> GROUP_LIMITS =
      List.of(
          Path.of("/sys/fs/cgroup/memory.max"),
          Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));
  private static final int STORE_PERCENT = 15;
  private static final int HEAP_PERCENT = 20;

  /**
   * The budget of this process.
   *
   * @param machineBytes the machine's memory, which holds where no control group says less
   */
  public static MemoryBudget ofThisProcess(long machineBytes) {
    return new MemoryBudget(Math.min(machineBytes, groupLimit(GROUP_LIMITS)));
  }

  /** The least limit that the files state; the largest number where none does. */
  static long groupLimit(List<Path> files) {
    return files.stream().mapToLong(MemoryBudget::stated).min().orElse(Long.MAX_VALUE);
  }

  private static long stated(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      // Absent in the other version of control groups; "max" states no limit.
      return Long.MAX_VALUE;
    }
  }

  public long storeBytes() {
    return limitBytes / 100 * STORE_PERCENT;
  }

  /** What is left for the graphs. */
  public long graphBytes() {
    return limitBytes / 100 * (100 - STORE_PERCENT - HEAP_PERCENT);
  }
}
