package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * The catalog's one writer: the primary of shard 0. On every other node it refuses.
 *
 * <p>Changes are made one after the other and are durable before they are answered. Then the other
 * nodes are told; one that does not hear it fetches when a request names the newer version.
 */
public final class CatalogKeeper implements CatalogAccess {
  private final TopologySource topologies;
  private final StoreId store;
  private final CatalogCopy copy;
  private final BiConsumer<Catalog, Deadline> announce;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param store this node's
   * @param announce tells other nodes as far as it can; it waits for no node for long
   */
  public CatalogKeeper(
      TopologySource topologies,
      StoreId store,
      CatalogCopy copy,
      BiConsumer<Catalog, Deadline> announce) {
    this.topologies = topologies;
    this.store = store;
    this.copy = copy;
    this.announce = announce;
  }

  @Override
  public Outcome<Optional<Catalog>> newerThan(long version, Deadline deadline) {
    if (!keeps()) {
      return refused();
    }
    Catalog kept = copy.current();
    return Outcome.done(kept.version() > version ? Optional.of(kept) : Optional.empty());
  }

  @Override
  public Outcome<Catalog> create(String name, CollectionConfig config, Deadline deadline) {
    if (!keeps()) {
      return refused();
    }
    Outcome<Catalog> created = create(name, config);
    if (created instanceof Outcome.Done<Catalog>(Catalog catalog)) {
      announce.accept(catalog, deadline);
    }
    return created;
  }

  private Outcome<Catalog> create(String name, CollectionConfig config) {
    lock.lock();
    try {
      Catalog kept = copy.current();
      if (kept.find(name).isPresent()) {
        return Outcome.rejected(
            Reason.CONFLICT, "Wrong input: Collection `%s` already exists!".formatted(name));
      }
      Catalog next;
      try {
        next = kept.with(name, config);
      } catch (IllegalArgumentException e) {
        return Outcome.rejected(Reason.BAD_REQUEST, "Wrong input: " + e.getMessage());
      }
      copy.install(next);
      return Outcome.done(next);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Outcome<Deletion> delete(String name, Deadline deadline) {
    if (!keeps()) {
      return refused();
    }
    Deletion deletion = delete(name);
    if (deletion.existed()) {
      announce.accept(deletion.catalog(), deadline);
    }
    return Outcome.done(deletion);
  }

  private Deletion delete(String name) {
    lock.lock();
    try {
      Catalog kept = copy.current();
      if (kept.find(name).isEmpty()) {
        return new Deletion(false, kept);
      }
      Catalog next = kept.without(name);
      copy.install(next);
      return new Deletion(true, next);
    } finally {
      lock.unlock();
    }
  }

  private boolean keeps() {
    return Standing.of(topologies.current(), ShardId.CATALOG, store) == Standing.PRIMARY;
  }

  private static <T> Outcome<T> refused() {
    return Outcome.rejected(
        Reason.UNAVAILABLE,
        "this node does not keep the catalog: the primary of shard 0 does; repeat the request");
  }
}
