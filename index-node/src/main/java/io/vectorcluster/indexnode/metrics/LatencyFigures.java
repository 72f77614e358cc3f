package io.vectorcluster.indexnode.metrics;

/**
 * Latencies of queries since the start, in seconds; a quantile is the upper end of the bucket it
 * lies in.
 */
public record LatencyFigures(
    long count, double meanSeconds, double p50Seconds, double p95Seconds, double p99Seconds) {}
