package io.vectorcluster.indexnode.core;

/**
 * What a search cost.
 *
 * @param distancesComputed comparisons of two vectors, in graphs and scans together
 * @param scanned how many of them were made by exact scans
 */
public record SearchStats(long distancesComputed, long scanned) {
  public static final SearchStats NONE = new SearchStats(0, 0);

  public SearchStats plus(SearchStats other) {
    return new SearchStats(distancesComputed + other.distancesComputed, scanned + other.scanned);
  }
}
