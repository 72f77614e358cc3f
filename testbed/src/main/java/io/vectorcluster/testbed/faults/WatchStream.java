package io.vectorcluster.testbed.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A watch, or another answer without an end, on its way through the proxy. A line is an event.
 *
 * <pre>
 * FLOWING -- freeze --> FROZEN -- thaw --> FLOWING
 * FLOWING, FROZEN -- cut --> CUT
 * </pre>
 *
 * A caller that goes away is noticed with the next event only.
 */
public final class WatchStream {
  private static final Duration LONGEST_FREEZE = Duration.ofMinutes(15);
  private static final int BUFFER_BYTES = 16 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ApiRequest request;
  private final InputStream source;
  private State state = State.FLOWING;
  private long events;
  private long freezeAt;
  private final long cutAt;

  private enum State {
    FLOWING,
    FROZEN,
    CUT
  }

  WatchStream(ApiRequest request, InputStream source, Fault fault) {
    this.request = request;
    this.source = source;
    freezeAt = fault instanceof Fault.FreezeWatch freeze ? freeze.afterEvents() : Long.MAX_VALUE;
    cutAt = fault instanceof Fault.CutWatch cut ? cut.afterEvents() : Long.MAX_VALUE;
  }

  public ApiRequest request() {
    return request;
  }

  /** How many events its caller was sent. */
  public long events() {
    return locked(() -> events);
  }

  public boolean isFrozen() {
    return locked(() -> state == State.FROZEN);
  }

  /** Holds back all that follows; the connection stays open. */
  public void freeze() {
    move(State.FROZEN);
  }

  /** Sends what was held back, and goes on. */
  public void thaw() {
    locked(() -> freezeAt = Long.MAX_VALUE);
    move(State.FLOWING);
  }

  /** Ends the connection without an end of the answer. */
  public void cut() {
    move(State.CUT);
    try {
      source.close();
    } catch (IOException ended) {
      // It has ended already, which is what was asked for.
    }
  }

  /** Copies until the server ends the answer; throws where it is cut. */
  void copyTo(OutputStream sink) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    sink.flush();
    applyLimits();
    try {
      for (int count = source.read(buffer); count >= 0; count = source.read(buffer)) {
        copy(buffer, count, sink);
      }
    } catch (IOException e) {
      throw new CutException("watch of " + request.path() + " ended: " + e);
    }
    awaitOpen();
  }

  private void copy(byte[] buffer, int count, OutputStream sink)
      throws IOException, InterruptedException {
    int start = 0;
    for (int at = 0; at < count; at++) {
      if (buffer[at] == '\n') {
        awaitOpen();
        sink.write(buffer, start, at + 1 - start);
        sink.flush();
        start = at + 1;
        locked(() -> ++events);
        applyLimits();
      }
    }
    awaitOpen();
    sink.write(buffer, start, count - start);
    sink.flush();
  }

  /** What the rule said of this many events happens as soon as they are sent. */
  private void applyLimits() throws IOException {
    long sent = events();
    if (sent >= cutAt) {
      throw new CutException("watch of " + request.path() + " cut after " + sent + " events");
    }
    lock.lock();
    try {
      if (sent >= freezeAt && state == State.FLOWING) {
        state = State.FROZEN;
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitOpen() throws IOException, InterruptedException {
    lock.lock();
    try {
      long leftNanos = LONGEST_FREEZE.toNanos();
      while (state == State.FROZEN && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
      if (state != State.FLOWING) {
        throw new CutException("watch of " + request.path() + " cut");
      }
    } finally {
      lock.unlock();
    }
  }

  private void move(State next) {
    lock.lock();
    try {
      if (state != State.CUT) {
        state = next;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private <T> T locked(Supplier<T> reading) {
    lock.lock();
    try {
      return reading.get();
    } finally {
      lock.unlock();
    }
  }
}
