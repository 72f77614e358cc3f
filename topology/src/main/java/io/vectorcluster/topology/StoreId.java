package io.vectorcluster.topology;

import java.util.UUID;

/**
 * A store, named when it is formatted (protocol T3).
 *
 * <p>Members of a shard are stores, never pods: a pod that returns under its old name with an empty
 * disk holds another store and joins anew.
 *
 * @param value 128 bits, drawn by the caller
 */
public record StoreId(UUID value) implements Comparable<StoreId> {

  /** Reads the hyphenated form. */
  public static StoreId parse(String text) {
    return new StoreId(HyphenatedUuid.parse("store id", text));
  }

  @Override
  public int compareTo(StoreId other) {
    return HyphenatedUuid.compare(value, other.value);
  }

  /** Hyphenated, lower case. */
  @Override
  public String toString() {
    return value.toString();
  }
}
