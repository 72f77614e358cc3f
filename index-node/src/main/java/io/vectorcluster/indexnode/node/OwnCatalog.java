package io.vectorcluster.indexnode.node;

import io.vectorcluster.indexnode.cluster.CatalogMapping;
import io.vectorcluster.indexnode.replica.ShardReplica;
import io.vectorcluster.topology.ShardId;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the catalog from the own record of shard 0 when this node begins to serve it: by then the
 * record is what counts. Before, it may hold a change that is dropped again.
 */
final class OwnCatalog implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnCatalog.class);

  private final LoadingShard shard;
  private final Membership membership;
  private final AtomicBoolean waiting = new AtomicBoolean();

  OwnCatalog(LoadingShard shard, Membership membership) {
    this.shard = shard;
    this.membership = membership;
  }

  /** The record is read soon, on another thread. */
  @Override
  public void run() {
    if (membership.shard().equals(ShardId.CATALOG) && waiting.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("catalog-record").start(this::read);
    }
  }

  private void read() {
    waiting.set(false);
    try {
      shard
          .opened()
          .flatMap(ShardReplica::ownRecord)
          .map(CatalogMapping::fromBytes)
          .ifPresent(membership.catalog()::install);
    } catch (RuntimeException e) {
      LOG.warn("could not take the catalog from the shard: its keeper is asked for it", e);
    }
  }
}
