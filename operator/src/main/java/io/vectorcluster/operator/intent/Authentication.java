package io.vectorcluster.operator.intent;

/** How callers of the data API are told apart. */
public enum Authentication {
  API_KEY,
  NONE
}
