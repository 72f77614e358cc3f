package io.vectorcluster.indexnode.core;

/**
 * How to search.
 *
 * @param ef candidates kept; 0 for the collection's own
 * @param exact compare with every point instead of walking the graph
 */
public record SearchParams(int ef, boolean exact) {
  public static final int MAX_EF = 65_536;
  public static final SearchParams DEFAULT = new SearchParams(0, false);

  public SearchParams {
    Require.range("params.hnsw_ef", ef, 0, MAX_EF);
  }
}
