package io.vectorcluster.indexnode.core;

import java.util.Optional;

/**
 * A search of one shard.
 *
 * @param vector as stored: at unit length under cosine
 * @param wanted how many of the nearest the shard returns
 */
public record ShardSearch(
    CollectionNumber collection,
    String using,
    DenseVector vector,
    int wanted,
    Optional<Float> scoreThreshold,
    SearchParams params,
    Selection selection) {}
