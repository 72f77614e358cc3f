package io.vectorcluster.operator.core;

/**
 * What a node knows of silent damage in its store.
 *
 * @param slots that are damaged or differ from the primary's, and wait for their repair
 * @param repaired records that repairs have changed since its process started
 */
public record Divergence(int slots, long repaired) {

  /** Nothing was ever found. */
  public static final Divergence NONE = new Divergence(0, 0);
}
