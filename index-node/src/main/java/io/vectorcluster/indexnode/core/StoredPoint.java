package io.vectorcluster.indexnode.core;

/**
 * A live point as its shard holds it.
 *
 * @param sequence the shard's log sequence of the write that made it: the {@code version} of the
 *     data API, below 2^53
 */
public record StoredPoint(Point point, Version version, ContentHash hash, long sequence) {}
