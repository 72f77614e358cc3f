package io.vectorcluster.indexnode.core;

/** Names one write of one caller: kept in the log, so that a retry is known as one. */
public record RequestId(long high, long low) {
  /** Of what nobody has asked for. */
  public static final RequestId NONE = new RequestId(0, 0);
}
