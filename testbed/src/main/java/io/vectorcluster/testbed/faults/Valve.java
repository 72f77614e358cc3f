package io.vectorcluster.testbed.faults;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What holds for one direction of all connections of a link. */
final class Valve {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean open = true;
  private Duration delay = Duration.ZERO;

  void setOpen(boolean next) {
    lock.lock();
    try {
      open = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void setDelay(Duration next) {
    lock.lock();
    try {
      delay = next;
    } finally {
      lock.unlock();
    }
  }

  Duration delay() {
    lock.lock();
    try {
      return delay;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for as long as the direction is cut; closing the link interrupts it. */
  void awaitOpen() throws InterruptedException {
    lock.lock();
    try {
      while (!open) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }
}
