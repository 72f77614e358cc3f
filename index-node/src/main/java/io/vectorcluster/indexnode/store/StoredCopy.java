package io.vectorcluster.indexnode.store;

import java.util.Arrays;

/** A copy of a record that somebody else is the author of: the topology or the catalog. */
public final class StoredCopy {
  private final long number;
  private final byte[] bytes;

  StoredCopy(long number, byte[] bytes) {
    this.number = number;
    this.bytes = bytes.clone();
  }

  /** The topology's epoch, the catalog's version. */
  public long number() {
    return number;
  }

  /** The record in its author's encoding. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredCopy copy
        && number == copy.number
        && Arrays.equals(bytes, copy.bytes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number) * 31 + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "StoredCopy[number=%d, %d bytes]".formatted(number, bytes.length);
  }
}
