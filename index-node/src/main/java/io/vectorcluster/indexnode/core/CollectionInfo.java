package io.vectorcluster.indexnode.core;

/**
 * A collection as the whole cluster holds it.
 *
 * @param points live points
 * @param indexedVectors vectors that are in a graph already
 * @param segments segments of all shards
 * @param indexing whether vectors still wait for their graph
 */
public record CollectionInfo(
    Collection collection, long points, long indexedVectors, int segments, boolean indexing) {}
