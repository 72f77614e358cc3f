package io.vectorcluster.indexnode.store;

/**
 * The number a primary gives a write (protocol P1).
 *
 * @param term the topology epoch at which the numbering primary was published; never falls
 * @param sequence grows by one with every write, across terms; 0 before the first
 */
public record LogPosition(long term, long sequence) {
  /** Of a store without a write. */
  public static final LogPosition START = new LogPosition(0, 0);

  /** The data API's versions are sequences and have to fit into a JSON number. */
  public static final long MAX_SEQUENCE = (1L << 53) - 1;

  public LogPosition {
    if (term < 0 || sequence < 0 || sequence > MAX_SEQUENCE) {
      throw new IllegalArgumentException(
          "log position: term %d, sequence %d is out of range, use a term of 0 or more and a sequence of 0 to 2^53-1"
              .formatted(term, sequence));
    }
  }
}
