package io.vectorcluster.cli;

/** What was given cannot be used: one line with the field, the problem of its value, the remedy. */
final class InputException extends Exception {
  InputException(String message) {
    super(message);
  }

  /** The same, where the field is a part of this. */
  InputException in(String place) {
    return new InputException(place + ": " + getMessage());
  }
}
