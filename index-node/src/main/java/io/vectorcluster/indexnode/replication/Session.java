package io.vectorcluster.indexnode.replication;

/**
 * A primary's time in office: a replica that was made equal to it follows its log, and nobody
 * else's.
 *
 * @param term of {@link ShardView}
 * @param incarnation of the primary's process: one that has restarted may lack what it sent before
 *     it was durable, and would give the same numbers again
 */
public record Session(long term, long incarnation) {}
