package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.topology.StoreId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that did not answer just now: others are asked first for a while. */
final class Suspects {
  private static final Duration FOR = Duration.ofSeconds(1);

  /** More are not remembered: what is forgotten costs one slow call. */
  private static final int MOST = 1_024;

  private final Map<StoreId, Long> untilMs = new ConcurrentHashMap<>();
  private final InstantSource clock;

  Suspects(InstantSource clock) {
    this.clock = clock;
  }

  void add(StoreId store) {
    if (untilMs.size() < MOST) {
      untilMs.put(store, clock.millis() + FOR.toMillis());
    }
  }

  boolean has(StoreId store) {
    Long until = untilMs.get(store);
    if (until == null) {
      return false;
    }
    if (until > clock.millis()) {
      return true;
    }
    untilMs.remove(store, until);
    return false;
  }
}
