package io.vectorcluster.operator.intent;

/** What becomes of a volume that is no longer used. */
public enum Retention {
  RETAIN,
  DELETE
}
