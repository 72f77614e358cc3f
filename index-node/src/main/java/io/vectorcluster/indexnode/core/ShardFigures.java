package io.vectorcluster.indexnode.core;

/** A collection's figures on one shard; see {@link CollectionInfo}. */
public record ShardFigures(long points, long indexedVectors, int segments, boolean indexing) {
  public static final ShardFigures NONE = new ShardFigures(0, 0, 0, false);

  public ShardFigures plus(ShardFigures other) {
    return new ShardFigures(
        points + other.points,
        indexedVectors + other.indexedVectors,
        segments + other.segments,
        indexing || other.indexing);
  }
}
