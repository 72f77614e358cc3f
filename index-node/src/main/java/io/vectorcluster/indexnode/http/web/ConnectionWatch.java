package io.vectorcluster.indexnode.http.web;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Caps the open connections and closes those that wait too long for a whole request head: an idle
 * timeout alone never ends a caller that sends one byte a second.
 */
final class ConnectionWatch {
  private final HttpLimits limits;
  private final InstantSource clock;
  private final Map<HttpConnection, Waiting> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  private record Waiting(Instant since, Duration most) {}

  ConnectionWatch(HttpLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  void opened(HttpConnection connection) {
    int count = open.incrementAndGet();
    connection.closeHandler(
        _ -> {
          open.decrementAndGet();
          waiting.remove(connection);
        });
    if (count > limits.connections()) {
      connection.close();
    } else {
      waiting.put(connection, new Waiting(clock.instant(), limits.firstRequest()));
    }
  }

  void requestBegan(HttpConnection connection) {
    waiting.remove(connection);
  }

  void requestEnded(HttpConnection connection) {
    waiting.put(connection, new Waiting(clock.instant(), limits.nextRequest()));
  }

  /** To be called about once a second. */
  void closeLate() {
    Instant now = clock.instant();
    waiting.forEach(
        (connection, wait) -> {
          if (wait.since().plus(wait.most()).isBefore(now)) {
            waiting.remove(connection);
            connection.close();
          }
        });
  }
}
