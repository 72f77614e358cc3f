package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The catalog's one writer: the primary of shard 0. On every other node it refuses.
 *
 * <p>Changes are made one after the other and are held by every replica in sync before they are
 * answered. Then the other nodes are told; one that does not hear it fetches when a request names
 * the newer version.
 *
 * <p>No node has a newer catalog than shard 0, unless that has lost data: its stores were given up,
 * or its only disk that had acknowledged a change. The highest copy of any node counts then (R3),
 * or numbers of collections would be given twice. A keeper asks for it when it begins, and when
 * somebody knows a later version.
 */
public final class CatalogKeeper implements CatalogAccess {
  private final TopologySource topologies;
  private final StoreId store;
  private final KeptCatalog kept;
  private final CatalogCopy copy;
  private final BiFunction<Catalog, Deadline, Optional<Catalog>> announce;
  private final ReentrantLock lock = new ReentrantLock();

  /** The term of the shard in which the other nodes have been asked. */
  private volatile long askedIn = -1;

  /**
   * @param store this node's
   * @param kept the catalog in the shard, if this node has shard 0
   * @param copy this node's
   * @param announce tells other nodes as far as it can, and answers with the newest that one of
   *     them has beyond it; it waits for no node for long
   */
  public CatalogKeeper(
      TopologySource topologies,
      StoreId store,
      KeptCatalog kept,
      CatalogCopy copy,
      BiFunction<Catalog, Deadline, Optional<Catalog>> announce) {
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
    Outcome<Catalog> read = kept.read(deadline);
    if (read instanceof Outcome.Done<Catalog>(Catalog catalog) && !isLatest(catalog, version)) {
      read = restored(version, deadline);
    }
    return read.map(
        catalog -> catalog.version() > version ? Optional.of(catalog) : Optional.empty());
  }

  private boolean isLatest(Catalog recorded, long known) {
    return askedIn == term() && recorded.version() >= Math.max(known, copy.current().version());
  }

  private Outcome<Catalog> restored(long known, Deadline deadline) {
    lock.lock();
    try {
      return present(known, deadline);
    } finally {
      lock.unlock();
    }
  }

  /** The shard's catalog, after a later one that a node has was written to it; under the lock. */
  private Outcome<Catalog> present(long known, Deadline deadline) {
    Outcome<Catalog> read = kept.read(deadline);
    if (!(read instanceof Outcome.Done<Catalog>(Catalog recorded)) || isLatest(recorded, known)) {
      return read;
    }
    long term = term();
    if (askedIn != term || known > Math.max(recorded.version(), copy.current().version())) {
      announce.apply(recorded, deadline).ifPresent(copy::install);
      askedIn = term;
    }
    Catalog highest = copy.current();
    return highest.version() > recorded.version() ? kept.write(highest, deadline) : read;
  }

  /** The lowest of the shard's slots: another primary has another. */
  private long term() {
    Optional<Topology> topology = topologies.current();
    return topology
        .map(
            known ->
                Arrays.stream(known.assignment().slotsOf(ShardId.CATALOG))
                    .mapToLong(slot -> known.terms().term(slot))
                    .min()
                    .orElse(0))
        .orElse(0L);
  }

  @Override
  public Outcome<Catalog> create(String name, CollectionConfig config, Deadline deadline) {
    if (!keeps()) {
      return refused();
    }
    Outcome<Catalog> created = changed(deadline, present -> with(present, name, config));
    if (created instanceof Outcome.Done<Catalog>(Catalog catalog)) {
      var _ = announce.apply(catalog, deadline);
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
      Outcome<Catalog> present = present(0, deadline);
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
      var _ = announce.apply(catalog, deadline);
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
