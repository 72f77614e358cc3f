package io.vectorcluster.indexnode.core;

/**
 * One vector space of a collection.
 *
 * @param size dimensions, 1 to 65,536
 */
public record VectorParams(int size, Distance distance, Precision precision, HnswConfig hnsw) {
  /** Dimensions above this are refused: one request body could not hold a useful batch. */
  public static final int MAX_SIZE = 65_536;

  public VectorParams {
    Require.range("vectors.size", size, 1, MAX_SIZE);
  }
}
