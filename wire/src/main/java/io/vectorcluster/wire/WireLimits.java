package io.vectorcluster.wire;

/** What both ends of the internal port hold to. */
public final class WireLimits {
  /** The largest message: a body of the data API's 32 MiB, its text become binary, and room. */
  public static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  /** The largest block of headers. */
  public static final int MAX_METADATA_BYTES = 16 * 1024;

  private WireLimits() {}
}
