package io.vectorcluster.indexnode.core;

/**
 * What became of an acknowledged write.
 *
 * @param sequence the highest log sequence it took on any shard: the data API's operation id
 * @param completed whether every shard has it durable and visible; else it is only queued
 */
public record WriteReceipt(long sequence, boolean completed) {}
