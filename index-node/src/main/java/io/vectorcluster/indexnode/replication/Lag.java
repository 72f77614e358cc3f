package io.vectorcluster.indexnode.replication;

/**
 * How far another member is behind its primary.
 *
 * @param entries of the log that it has not acknowledged; all of them while it is not equal
 * @param behindMs since it last had acknowledged everything; 0 if it has
 */
public record Lag(long entries, long behindMs) {}
