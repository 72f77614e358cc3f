package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.Version;

/**
 * A tombstone.
 *
 * @param version of the delete
 * @param position of its log entry
 */
public record DeletedPoint(PointKey key, Version version, LogPosition position) {}
