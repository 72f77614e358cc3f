package io.vectorcluster.indexnode.engine.usearch;

/**
 * Sizes that do not change what is found, but what it costs.
 *
 * @param segmentRows rows of a segment before the next one is begun; a power of two. A graph's
 *     capacity is reserved for all of them, a few bytes each
 * @param pendingPoints points that may wait for their place in a graph; searches compare with each
 * @param exactBelow segments and filters with fewer nodes are compared one by one: measured, a
 *     graph pays from about 2,000 on
 * @param searchThreads searches of one index at one time; others wait
 */
public record EngineLimits(int segmentRows, int pendingPoints, int exactBelow, int searchThreads) {
  public static final EngineLimits DEFAULT = new EngineLimits(1 << 17, 1024, 2000, 16);

  public EngineLimits {
    if (segmentRows < 64 || Integer.bitCount(segmentRows) != 1) {
      throw new IllegalArgumentException(
          "segmentRows: %d, use a power of two from 64 on".formatted(segmentRows));
    }
    if (pendingPoints < 1 || exactBelow < 0 || searchThreads < 1) {
      throw new IllegalArgumentException(
          "pendingPoints %d and searchThreads %d must be positive, exactBelow %d not negative"
              .formatted(pendingPoints, searchThreads, exactBelow));
    }
  }
}
