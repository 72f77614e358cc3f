package io.vectorcluster.wire;

/** What both ends of the internal port hold to. */
public final class WireLimits {
  /**
   * The largest message. A body of the data API has 32 MiB at most; as vectors may double it, every
   * body fits into one message.
   */
  public static final int MAX_MESSAGE_BYTES = 96 * 1024 * 1024;

  /** The largest block of headers. */
  public static final int MAX_METADATA_BYTES = 16 * 1024;

  private WireLimits() {}
}
