package io.vectorcluster.indexnode.store;

/**
 * Figures for metrics.
 *
 * @param diskBytes files of the store, write-ahead log included
 * @param memtableBytes memory that holds writes not yet flushed
 * @param cacheBytes memory of the shared cache, memtables included
 * @param firstLogSequence the oldest log entry kept
 */
public record StoreFigures(
    long diskBytes,
    long memtableBytes,
    long cacheBytes,
    StorePosition position,
    long firstLogSequence) {}
