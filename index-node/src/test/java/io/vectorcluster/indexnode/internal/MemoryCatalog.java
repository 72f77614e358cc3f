package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.cluster.CatalogCopy;
import io.vectorcluster.indexnode.cluster.KeptCatalog;
import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;

/** Shard 0's catalog without a shard: the node's own copy. */
record MemoryCatalog(CatalogCopy copy) implements KeptCatalog {

  @Override
  public Outcome<Catalog> read(Deadline deadline) {
    return Outcome.done(copy.current());
  }

  @Override
  public Outcome<Catalog> write(Catalog next, Deadline deadline) {
    copy.install(next);
    return Outcome.done(next);
  }
}
