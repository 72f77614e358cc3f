package io.vectorcluster.indexnode.engine.usearch;

import java.util.concurrent.atomic.AtomicInteger;

/** Something that several holders use and the last one frees. Begins with one holder. */
abstract class Shared {
  private final AtomicInteger holders = new AtomicInteger(1);

  /** One more holder, unless it was freed already. */
  final boolean tryRetain() {
    int seen = holders.get();
    while (seen > 0) {
      if (holders.compareAndSet(seen, seen + 1)) {
        return true;
      }
      seen = holders.get();
    }
    return false;
  }

  /** One more holder, for one that knows that there is another. */
  final void retain() {
    if (!tryRetain()) {
      throw new AssertionError(this + " was freed while in use");
    }
  }

  final void release() {
    int left = holders.decrementAndGet();
    if (left == 0) {
      free();
    } else if (left < 0) {
      throw new AssertionError(this + " was released too often");
    }
  }

  /** Called once, by whoever released last. */
  protected abstract void free();
}
