package io.vectorcluster.indexnode.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a create request settles.
 *
 * @param vectors by name; the only space of a collection without names is called {@code ""}
 * @param request the create request as compact JSON, to be echoed where a client reads it back
 */
public record CollectionConfig(SortedMap<String, VectorParams> vectors, String request) {
  public static final int MAX_VECTORS = 16;

  public CollectionConfig {
    Require.range("vectors: number of vector spaces", vectors.size(), 1, MAX_VECTORS);
    vectors = Collections.unmodifiableSortedMap(new TreeMap<>(vectors));
  }
}
