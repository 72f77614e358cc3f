package io.vectorcluster.indexnode.core;

/** Names one write of one caller: kept in the log, so that a retry is known as one. */
public record RequestId(long high, long low) {}
