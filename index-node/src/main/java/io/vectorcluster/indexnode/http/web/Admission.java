package io.vectorcluster.indexnode.http.web;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the requests in flight and the bytes of their bodies, so that a node under too much load
 * refuses some requests instead of running out of memory. Safe for many threads.
 */
public final class Admission {
  private final int maxRequests;
  private final long maxBytes;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * @param maxRequests requests between admission and the end of their answer
   * @param maxBytes sum of the bodies of those requests
   */
  public Admission(int maxRequests, long maxBytes) {
    this.maxRequests = maxRequests;
    this.maxBytes = maxBytes;
  }

  /** Admits a request; empty if there are too many already. */
  public Optional<Permit> enter() {
    if (requests.incrementAndGet() > maxRequests) {
      requests.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(new Permit());
  }

  public int requestsInFlight() {
    return requests.get();
  }

  public long bytesInFlight() {
    return bytes.get();
  }

  /** A request's place; closing it twice is harmless. */
  public final class Permit implements AutoCloseable {
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicLong held = new AtomicLong();

    private Permit() {}

    /** Reserves room for so many bytes more of the body; false if there is none. */
    public boolean reserve(long more) {
      if (bytes.addAndGet(more) > maxBytes) {
        bytes.addAndGet(-more);
        return false;
      }
      held.addAndGet(more);
      return true;
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        bytes.addAndGet(-held.get());
        requests.decrementAndGet();
      }
    }
  }
}
