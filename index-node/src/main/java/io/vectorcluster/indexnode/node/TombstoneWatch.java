package io.vectorcluster.indexnode.node;

import io.vectorcluster.indexnode.core.TombstoneFigures;
import io.vectorcluster.indexnode.store.ShardStore;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a store's tombstones now and then: it takes a read a slot, and figures are asked for.
 */
final class TombstoneWatch {
  private static final Duration EVERY = Duration.ofSeconds(30);

  private record Seen(TombstoneFigures figures, long atMs) {}

  private final ShardStore store;
  private final InstantSource clock;
  private volatile @Nullable Seen seen;

  TombstoneWatch(ShardStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Some seconds old. */
  TombstoneFigures figures() {
    Seen last = seen;
    long now = clock.millis();
    if (last == null || now - last.atMs() > EVERY.toMillis()) {
      last = new Seen(store.replica().tombstones(), now);
      seen = last;
    }
    return last.figures();
  }
}
