package io.vectorcluster.indexnode.core;

/** What holds for a collection whose create request does not say. */
public record CollectionDefaults(Precision precision, HnswConfig hnsw) {
  public static final CollectionDefaults BUILT_IN =
      new CollectionDefaults(Precision.BFLOAT16, HnswConfig.DEFAULT);
}
