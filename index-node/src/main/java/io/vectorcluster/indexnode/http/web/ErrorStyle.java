package io.vectorcluster.indexnode.http.web;

import java.util.Map;

/** How a server words what went wrong outside an operation: its envelope round the message. */
@FunctionalInterface
public interface ErrorStyle {
  Answer error(int status, String message);

  /** Header of an answer to a caller that should come back: whole seconds. */
  Map<String, String> RETRY_SOON = Map.of("retry-after", "1");

  /** Too much at once: the caller is told when to come back. */
  default Answer overloaded(String message) {
    return error(429, message).with(RETRY_SOON);
  }
}
