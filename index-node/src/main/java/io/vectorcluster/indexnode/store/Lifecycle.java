package io.vectorcluster.indexnode.store;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.RocksDBException;

/**
 * Lets calls in while the store is open, and closes it only when none is left inside: native memory
 * is never freed under a call.
 *
 * <p>Open to Closed, Open to Failed, Failed to Closed. A failed store keeps its native memory until
 * it is closed.
 */
final class Lifecycle {
  /** A call into RocksDB. */
  interface Call<T> {
    T run() throws RocksDBException;
  }

  private sealed interface State {
    record Open() implements State {}

    record Failed(String message, Throwable cause) implements State {}

    record Closed() implements State {}
  }

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile State state = new State.Open();
  private boolean released;

  /** Runs a call; what it needs stays open until it returns. */
  <T> T call(Call<T> call) {
    lock.readLock().lock();
    try {
      checkOpen();
      return call.run();
    } catch (RocksDBException e) {
      throw translate(e);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** For long calls, between two steps. */
  void checkOpen() {
    switch (state) {
      case State.Open() -> {}
      case State.Closed() -> throw new StoreClosedException();
      case State.Failed(String message, Throwable cause) ->
          throw new StoreFailedException(message, cause);
    }
  }

  /** From now on every call is refused. */
  StoreFailedException fail(RocksDBException cause) {
    String message =
        "store: a write failed (%s) and nothing is served since; restart the node, and check the disk if it happens again"
            .formatted(cause.getMessage());
    state = new State.Failed(message, cause);
    return new StoreFailedException(message, cause);
  }

  /** Refuses new calls, waits for those inside, then releases. Does nothing the second time. */
  void close(Runnable release) {
    state = new State.Closed();
    lock.writeLock().lock();
    try {
      if (!released) {
        released = true;
        release.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static StoreException translate(RocksDBException e) {
    if (RocksFiles.isDamage(e)) {
      return new StoreDamagedException(String.valueOf(e.getMessage()), e);
    }
    return new StoreException(
        "store: cannot read (%s); check the disk, then restart the node".formatted(e.getMessage()),
        e);
  }
}
