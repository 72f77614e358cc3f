package io.vectorcluster.indexnode.http.web;

import java.time.Duration;

/** Is told of every answer. */
@FunctionalInterface
public interface RequestMeter {
  void answered(String operation, int status, Duration took);
}
