package io.vectorcluster.indexnode.core;

import java.util.Comparator;

/**
 * Orders the writes of one point; the newest wins wherever two meet.
 *
 * @param term the topology epoch at which the point's slot was last opened to its present writers
 * @param clock hybrid logical clock: milliseconds since 1970 in the upper 48 bits, a counter below
 *     (Kulkarni et al. 2014)
 * @param node an incarnation, drawn when the writing process started
 */
public record Version(long term, long clock, long node) implements Comparable<Version> {
  private static final Comparator<Version> ORDER =
      Comparator.comparingLong(Version::term)
          .thenComparingLong(Version::clock)
          .thenComparing(Version::node, Long::compareUnsigned);

  public Version {
    Require.that(term >= 0 && clock >= 0, "version: term and clock must not be negative");
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }
}
