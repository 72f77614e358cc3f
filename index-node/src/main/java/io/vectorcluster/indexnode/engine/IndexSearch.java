package io.vectorcluster.indexnode.engine;

import io.vectorcluster.topology.PointId;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How to search an index.
 *
 * @param k hits wanted, 1 to 65,536
 * @param ef candidates kept in a graph; 0 for the index's own, never less than {@code k}
 * @param exact compare with every vector instead of walking graphs
 * @param allowed which points may be hits; null for all. Asked once for each live point, so it must
 *     be cheap; where few points pass, they are compared one by one
 */
public record IndexSearch(int k, int ef, boolean exact, @Nullable Predicate<PointId> allowed) {
  public static final int MAX_K = 65_536;

  public IndexSearch {
    if (k < 1 || k > MAX_K) {
      throw new IllegalArgumentException("k: %d is out of range, use 1 to %d".formatted(k, MAX_K));
    }
    if (ef < 0 || ef > MAX_K) {
      throw new IllegalArgumentException(
          "ef: %d is out of range, use 0 to %d".formatted(ef, MAX_K));
    }
  }

  /** By graph, with the index's own ef, all points allowed. */
  public static IndexSearch nearest(int k) {
    return new IndexSearch(k, 0, false, null);
  }

  /** By graph with at least {@code ef} candidates, all points allowed. */
  public static IndexSearch nearest(int k, int ef) {
    return new IndexSearch(k, ef, false, null);
  }

  /** By comparing with every vector. */
  public static IndexSearch exactly(int k) {
    return new IndexSearch(k, 0, true, null);
  }

  public IndexSearch onlyWhere(Predicate<PointId> condition) {
    return new IndexSearch(k, ef, exact, condition);
  }

  public boolean allows(PointId id) {
    return allowed == null || allowed.test(id);
  }
}
