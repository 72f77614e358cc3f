package io.vectorcluster.operator.intent;

/**
 * How the copies of one shard keep apart.
 *
 * @param nodes over machines
 * @param zones over zones
 */
public record Spread(Force nodes, Force zones) {

  /** Apart where there is room. */
  public static final Spread PREFERRED = new Spread(Force.PREFERRED, Force.PREFERRED);

  /** What a scheduler does where they cannot. */
  public enum Force {
    /** A pod waits. */
    REQUIRED,
    /** They stand together. */
    PREFERRED,
    IGNORED
  }
}
