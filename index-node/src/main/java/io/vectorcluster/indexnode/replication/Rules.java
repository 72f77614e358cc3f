package io.vectorcluster.indexnode.replication;

import org.jspecify.annotations.Nullable;

/** The rules a replica keeps. */
final class Rules {
  static final Rules ALL = new Rules(null);

  private final @Nullable Rule broken;

  private Rules(@Nullable Rule broken) {
    this.broken = broken;
  }

  /** For tests only. */
  static Rules without(Rule rule) {
    return new Rules(rule);
  }

  boolean keep(Rule rule) {
    return rule != broken;
  }
}
