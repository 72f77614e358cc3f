package io.vectorcluster.topology;

import java.util.UUID;

/**
 * A cluster, named once when its first topology is written.
 *
 * <p>Two clusters of the same name in turn have different ids, so a volume left by an earlier life
 * is recognised (protocol T5).
 *
 * @param value 128 bits, drawn by the caller
 */
public record ClusterId(UUID value) implements Comparable<ClusterId> {

  /** Reads the hyphenated form. */
  public static ClusterId parse(String text) {
    return new ClusterId(HyphenatedUuid.parse("cluster id", text));
  }

  @Override
  public int compareTo(ClusterId other) {
    return HyphenatedUuid.compare(value, other.value);
  }

  /** Hyphenated, lower case. */
  @Override
  public String toString() {
    return value.toString();
  }
}
