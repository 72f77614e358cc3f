package io.vectorcluster.indexnode.core;

/**
 * A point found by a search.
 *
 * @param score in the unit of the collection's {@link Distance}; never NaN
 * @param point its vectors and payload only as far as the request's {@link Selection} asked
 */
public record Hit(float score, StoredPoint point) {}
