package io.vectorcluster.testbed.faults;

import java.io.IOException;

/**
 * Thrown through the HTTP server, which then closes the connection without finishing the answer.
 */
final class CutException extends IOException {
  private static final long serialVersionUID = 1;

  CutException(String why) {
    super(why);
  }
}
