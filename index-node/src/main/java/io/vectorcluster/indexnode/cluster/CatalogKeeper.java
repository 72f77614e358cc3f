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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The catalog's one writer: the primary of shard 0. On every other node it refuses.
 *
 * <p>Changes are made one after the other and are held by every replica in sync before they are
 * answered. Then the other nodes are told; one that does not hear it fetches when a request names
 * the newer version.
 */
public final class CatalogKeeper implements CatalogAccess {
  private final TopologySource topologies;
  private final StoreId store;
  private final KeptCatalog kept;
  private final CatalogCopy copy;
  private final BiConsumer<Catalog, Deadline> announce;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param store this node's
   * @param kept the catalog in the shard, if this node has shard 0
   * @param copy this node's
   * @param announce tells other nodes as far as it can; it waits for no node for long
   */
  public CatalogKeeper(
      TopologySource topologies,
      StoreId store,
      KeptCatalog kept,
      CatalogCopy copy,
      BiConsumer<Catalog, Deadline> announce) {
    this.topologies = topologies;
    this.store = store;
    this.kept = kept;
    this.copy = copy;
    this.announce = announce;
  }

  @Override
  public Outcome<Optional<Catalog>> newerThan(long version, Deadline deadline) {
    if (!keeps()) {
      return refused();
    }
    return kept.read(deadline)
        .map(catalog -> catalog.version() > version ? Optional.of(catalog) : Optional.empty());
  }

  @Override
  public Outcome<Catalog> create(String name, CollectionConfig config, Deadline deadline) {
    if (!keeps()) {
      return refused();
    }
    Outcome<Catalog> created = changed(deadline, present -> with(present, name, config));
    if (created instanceof Outcome.Done<Catalog>(Catalog catalog)) {
      announce.accept(catalog, deadline);
    }
    return created;
  }

  private static Outcome<Catalog> with(Catalog present, String name, CollectionConfig config) {
    if (present.find(name).isPresent()) {
      return Outcome.rejected(
          Reason.CONFLICT, "Wrong input: Collection `%s` already exists!".formatted(name));
    }
    try {
      return Outcome.done(present.with(name, config));
    } catch (IllegalArgumentException e) {
      return Outcome.rejected(Reason.BAD_REQUEST, "Wrong input: " + e.getMessage());
    }
  }

  /** One change after the other: each begins with what the one before has left. */
  private Outcome<Catalog> changed(Deadline deadline, Function<Catalog, Outcome<Catalog>> change) {
    lock.lock();
    try {
      Outcome<Catalog> present = kept.read(deadline);
      if (!(present instanceof Outcome.Done<Catalog>(Catalog before))) {
        return present;
      }
      Outcome<Catalog> next = change.apply(before);
      if (!(next instanceof Outcome.Done<Catalog>(Catalog after)) || after.equals(before)) {
        return next;
      }
      Outcome<Catalog> written = kept.write(after, deadline);
      if (written instanceof Outcome.Done<Catalog>(Catalog done)) {
        copy.install(done);
      }
      return written;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Outcome<Deletion> delete(String name, Deadline deadline) {
    if (!keeps()) {
      return refused();
    }
    AtomicBoolean existed = new AtomicBoolean();
    Outcome<Catalog> left =
        changed(
            deadline,
            present -> {
              existed.set(present.find(name).isPresent());
              return Outcome.done(existed.get() ? present.without(name) : present);
            });
    if (existed.get() && left instanceof Outcome.Done<Catalog>(Catalog catalog)) {
      announce.accept(catalog, deadline);
    }
    return left.map(catalog -> new Deletion(existed.get(), catalog));
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
