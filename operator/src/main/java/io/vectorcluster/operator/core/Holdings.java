package io.vectorcluster.operator.core;

/**
 * What a node holds, and the most it can.
 *
 * @param diskBytes of its store
 * @param diskLimitBytes of its volume; 0 if it has not said
 * @param indexBytes memory of its graphs
 * @param indexLimitBytes the most its graphs may take; 0 if it has not said
 */
public record Holdings(long diskBytes, long diskLimitBytes, long indexBytes, long indexLimitBytes) {
  /** Of a node that has not said. */
  public static final Holdings NONE = new Holdings(0, 0, 0, 0);

  /** The larger holding under the smaller limit: of two copies the one that is full first. */
  Holdings tighter(Holdings other) {
    return new Holdings(
        Math.max(diskBytes, other.diskBytes),
        least(diskLimitBytes, other.diskLimitBytes),
        Math.max(indexBytes, other.indexBytes),
        least(indexLimitBytes, other.indexLimitBytes));
  }

  private static long least(long one, long other) {
    return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
  }
}
