package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The catalog as one node knows it, brought up to date by its keeper where the copy is behind. */
public final class CatalogReader {
  /** How long a shard 0 with other replicas is waited for: soon one of them is its primary. */
  private static final Duration FAILOVER = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final CatalogCopy copy;
  private final TopologyHolder topologies;
  private final InstantSource clock;
  private final KeeperDirectory keepers;

  public CatalogReader(
      CatalogCopy copy, TopologyHolder topologies, KeeperDirectory keepers, InstantSource clock) {
    this.clock = clock;
    this.copy = copy;
    this.topologies = topologies;
    this.keepers = keepers;
  }

  /** This node's copy. */
  public Catalog current() {
    return copy.current();
  }

  /** Takes a catalog that was told by its keeper, if it is newer. */
  public void learn(Catalog catalog) {
    copy.install(catalog);
  }

  /** A collection; NOT_FOUND only on the keeper's word. */
  public Outcome<Collection> find(String name, Deadline deadline) {
    Optional<Collection> known = current().find(name);
    if (known.isPresent()) {
      return Outcome.done(known.get());
    }
    return switch (refresh(deadline)) {
      case Outcome.Done<Catalog>(Catalog catalog) ->
          catalog.find(name).map(Outcome::done).orElseGet(() -> notFound(name));
      case Outcome.Rejected<Catalog>(Reason reason, String message) ->
          Outcome.rejected(reason, message);
    };
  }

  static <T> Outcome<T> notFound(String name) {
    return Outcome.rejected(
        Reason.NOT_FOUND, "Not found: Collection `%s` doesn't exist!".formatted(name));
  }

  /** This node's copy once it is as new as a caller's. */
  public Outcome<Catalog> atLeast(long version, Deadline deadline) {
    if (current().version() >= version) {
      return Outcome.done(current());
    }
    return switch (refresh(deadline)) {
      case Outcome.Done<Catalog>(Catalog catalog) when catalog.version() < version ->
          Outcome.rejected(
              Reason.UNAVAILABLE,
              "the catalog is at version %d and is asked for %d: repeat the request"
                  .formatted(catalog.version(), version));
      case Outcome.Done<Catalog> done -> done;
      case Outcome.Rejected<Catalog> rejected -> rejected;
    };
  }

  /** This node's copy after asking the keeper for a newer one. */
  public Outcome<Catalog> refresh(Deadline deadline) {
    Deadline until = deadline.atMost(clock.instant(), FAILOVER);
    while (true) {
      Outcome<Catalog> asked = refreshOnce(deadline);
      boolean passing =
          asked instanceof Outcome.Rejected<Catalog>(Reason reason, String _)
              && reason == Reason.UNAVAILABLE
              && isReplicated();
      if (!passing || until.left(clock.instant()).isZero()) {
        return asked;
      }
      topologies.awaitAbove(topologies.current().map(Topology::epoch).orElse(0L), PAUSE);
    }
  }

  private boolean isReplicated() {
    return topologies
        .current()
        .flatMap(topology -> topology.shard(ShardId.CATALOG))
        .filter(zero -> zero.replicas().members().size() > 1)
        .isPresent();
  }

  private Outcome<Catalog> refreshOnce(Deadline deadline) {
    return switch (keeper().newerThan(current().version(), deadline)) {
      case Outcome.Done<Optional<Catalog>>(Optional<Catalog> newer) -> {
        newer.ifPresent(copy::install);
        yield Outcome.done(current());
      }
      case Outcome.Rejected<Optional<Catalog>>(Reason reason, String message) ->
          Outcome.rejected(reason, message);
    };
  }

  Outcome<Collection> create(String name, CollectionConfig config, Deadline deadline) {
    return switch (keeper().create(name, config, deadline)) {
      case Outcome.Done<Catalog>(Catalog catalog) -> {
        copy.install(catalog);
        yield catalog.find(name).map(Outcome::done).orElseGet(() -> notFound(name));
      }
      case Outcome.Rejected<Catalog>(Reason reason, String message) ->
          Outcome.rejected(reason, message);
    };
  }

  Outcome<Boolean> delete(String name, Deadline deadline) {
    return keeper()
        .delete(name, deadline)
        .map(
            deletion -> {
              copy.install(deletion.catalog());
              return deletion.existed();
            });
  }

  private CatalogAccess keeper() {
    Optional<Topology> topology = topologies.current();
    if (topology.isEmpty()) {
      return new NoAnswer(Attempts.NO_TOPOLOGY);
    }
    Optional<ShardEntry> zero = topology.get().shard(ShardId.CATALOG);
    return zero.isEmpty()
        ? new NoAnswer("the topology has no shard 0, which keeps the catalog")
        : keepers.keeper(zero.get());
  }
}
