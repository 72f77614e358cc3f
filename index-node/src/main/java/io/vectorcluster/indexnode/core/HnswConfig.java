package io.vectorcluster.indexnode.core;

/**
 * Parameters of the graph (Malkov and Yashunin 2016, sections 4 and 5).
 *
 * @param m links a node keeps in each layer, 4 to 64
 * @param efConstruct candidates kept while a point is inserted, 8 to 2048
 * @param ef candidates kept while searching when a request names none, 8 to 4096
 */
public record HnswConfig(int m, int efConstruct, int ef) {
  public static final HnswConfig DEFAULT = new HnswConfig(16, 128, 64);

  public HnswConfig {
    Require.range("hnsw_config.m", m, 4, 64);
    Require.range("hnsw_config.ef_construct", efConstruct, 8, 2048);
    Require.range("hnsw_config.ef", ef, 8, 4096);
  }
}
