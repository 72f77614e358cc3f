package io.vectorcluster.operator.core.capacity;

/**
 * What a pod has room for. Of its memory the heap takes 20 % (256 MiB at least), the store 15 %,
 * and the graphs have the rest: as the node and its launcher divide it.
 *
 * @param memoryBytes the limit of its container
 */
public record PodRoom(long memoryBytes) {
  /**
   * Of the memory of graphs, what may be in use: a graph's memory is reserved in steps, and a worn
   * segment is rebuilt beside the old one.
   */
  public static final int GRAPH_PERCENT = 90;

  /**
   * Of a volume, what may be in use: above it compaction and a slot that is copied anew have too
   * little room.
   */
  public static final int DISK_PERCENT = 85;

  private static final int HEAP_PERCENT = 20;
  private static final int STORE_PERCENT = 15;
  private static final long LEAST_HEAP = 256L << 20;

  public PodRoom {
    if (memoryBytes < 1) {
      throw new IllegalArgumentException("memory of %d bytes is none".formatted(memoryBytes));
    }
  }

  /** What graphs may take; 0 where the heap leaves nothing. */
  public long graphBytes() {
    long heap = Math.max(LEAST_HEAP, memoryBytes / 100 * HEAP_PERCENT);
    return Math.max(0, memoryBytes - heap - memoryBytes / 100 * STORE_PERCENT);
  }

  /** What of it may be in use. */
  public long usableGraphBytes() {
    return graphBytes() / 100 * GRAPH_PERCENT;
  }

  /** The least volume of which so much may be in use. */
  public static long volumeBytes(long usedBytes) {
    return Math.ceilDiv(Math.multiplyExact(usedBytes, 100L), DISK_PERCENT);
  }
}
