package io.vectorcluster.indexnode.core;

/** Checks of values at the border, with messages that name the field and the remedy. */
final class Require {
  private Require() {}

  static void range(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d is out of range, use %d to %d".formatted(field, value, least, most));
    }
  }

  static void that(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
