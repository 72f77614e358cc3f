package io.vectorcluster.indexnode.replication;

/**
 * Names an attempt to copy a slot: what belongs to an earlier one is left out.
 *
 * @param asker the time in office of the primary that asks
 * @param number of the attempt in it
 */
public record FeedId(Session asker, long number) {}
