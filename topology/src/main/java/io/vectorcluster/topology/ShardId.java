package io.vectorcluster.topology;

/**
 * The number of a shard: it names the StatefulSet and is given to the pod.
 *
 * <p>Ids may have gaps and are never reused while data of that id exists. Shard 0 holds the catalog
 * and is the last to be removed.
 *
 * @param value 0 or greater
 */
public record ShardId(int value) implements Comparable<ShardId> {

  /** The shard that holds the catalog. */
  public static final ShardId CATALOG = new ShardId(0);

  public ShardId {
    if (value < 0) {
      throw new IllegalArgumentException(
          "shard id " + value + " is negative: ids are counted from 0");
    }
  }

  /** Reads the decimal form, as in {@code SHARD_ID}. */
  public static ShardId parse(String text) {
    if (!text.matches("0|[1-9][0-9]{0,9}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "shard id '" + text + "' is not a number from 0 to " + Integer.MAX_VALUE);
    }
    return new ShardId(Integer.parseInt(text));
  }

  @Override
  public int compareTo(ShardId other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
