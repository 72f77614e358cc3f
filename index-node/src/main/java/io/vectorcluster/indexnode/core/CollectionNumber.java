package io.vectorcluster.indexnode.core;

/** A collection's number: never used again in a cluster's life; keys on disk begin with it. */
public record CollectionNumber(int value) implements Comparable<CollectionNumber> {
  public CollectionNumber {
    Require.that(value >= 1, "collection number: must be 1 or more, got " + value);
  }

  @Override
  public int compareTo(CollectionNumber other) {
    return Integer.compare(value, other.value);
  }
}
