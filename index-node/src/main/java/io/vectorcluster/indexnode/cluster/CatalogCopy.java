package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A node's copy of the catalog: durable on every node, so that the highest copy of any can restore
 * it if shard 0 is lost (protocol R3). Its version never falls.
 */
public final class CatalogCopy {
  private final RecordLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private CatalogListener listener = catalog -> {};
  private volatile Catalog current;

  /**
   * Begins with the record the log holds.
   *
   * @throws IllegalArgumentException if that is damaged
   */
  public CatalogCopy(RecordLog log) {
    this.log = log;
    this.current = log.load().map(CatalogMapping::fromBytes).orElse(Catalog.EMPTY);
  }

  public Catalog current() {
    return current;
  }

  /** Tells the present catalog at once and every newer one before it is answered for. */
  public void listen(CatalogListener told) {
    lock.lock();
    try {
      listener = told;
      told.collectionsChanged(current);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a newer catalog; an older or equal one is ignored.
   *
   * @throws RuntimeException if it could not be made durable; the present one stays
   */
  public void install(Catalog catalog) {
    if (catalog.version() <= current.version()) {
      return;
    }
    lock.lock();
    try {
      if (catalog.version() <= current.version()) {
        return;
      }
      log.save(CatalogMapping.toBytes(catalog), catalog.version());
      listener.collectionsChanged(catalog);
      current = catalog;
    } finally {
      lock.unlock();
    }
  }
}
