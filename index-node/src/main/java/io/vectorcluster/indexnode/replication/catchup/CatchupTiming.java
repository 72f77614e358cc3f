package io.vectorcluster.indexnode.replication.catchup;

/**
 * In milliseconds.
 *
 * @param round between two comparisons of sums
 * @param patience after which a question counts as lost
 * @param unsteady slots compared in a round while they are being written to: under load most sums
 *     differ, because writes are on their way
 */
public record CatchupTiming(long round, long patience, int unsteady) {
  public static final CatchupTiming DEFAULT = new CatchupTiming(2_000, 2_000, 16);
}
