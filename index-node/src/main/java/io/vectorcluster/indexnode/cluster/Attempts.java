package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does a request of one collection from one topology, the whole of it again when a shard knows a
 * newer one or that the collection is gone.
 */
final class Attempts {
  /**
   * A coordinator adopts what it is refused with, so each repeat needs a change between. While
   * slots move there are several in a second: what ends a request is its time, and this only a
   * shard that refuses what it told itself.
   */
  static final int MOST = 100;

  static final String NO_TOPOLOGY =
      "this node has no topology yet: it waits for the operator; try again or ask another node";

  private final TopologyHolder topologies;
  private final CatalogReader catalog;
  private final InstantSource clock;
  private volatile @Nullable Routes last;

  Attempts(TopologyHolder topologies, CatalogReader catalog, InstantSource clock) {
    this.topologies = topologies;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** What one attempt is made with. */
  record Plan(Routes routes, Collection collection, long catalogVersion, Deadline deadline) {}

  /** What came of one attempt. */
  sealed interface Step<T> {
    record Done<T>(Outcome<T> outcome) implements Step<T> {}

    /** A shard knows another topology. */
    record Stale<T>(Topology topology) implements Step<T> {}

    /** A shard knows that the collection is gone. */
    record Unknown<T>() implements Step<T> {}
  }

  interface Attempt<T> {
    Step<T> make(Plan plan);
  }

  <T> Outcome<T> run(String name, Deadline deadline, Attempt<T> attempt) {
    for (int i = 0; i < MOST; i++) {
      if (late(deadline)) {
        return Outcome.rejected(Reason.TIMEOUT, "no answer in the request's time");
      }
      Optional<Routes> routes = routes();
      if (routes.isEmpty()) {
        return Outcome.rejected(Reason.UNAVAILABLE, NO_TOPOLOGY);
      }
      Collection collection;
      switch (catalog.find(name, deadline)) {
        case Outcome.Rejected<Collection>(Reason reason, String message) -> {
          return Outcome.rejected(reason, message);
        }
        case Outcome.Done<Collection>(Collection found) -> collection = found;
      }
      Plan plan = new Plan(routes.get(), collection, catalog.current().version(), deadline);
      switch (attempt.make(plan)) {
        case Step.Done<T>(Outcome<T> outcome) -> {
          return timely(outcome, deadline);
        }
        case Step.Stale<T>(Topology topology) -> topologies.adopt(topology);
        case Step.Unknown<T>() -> {
          if (catalog.refresh(deadline)
              instanceof Outcome.Rejected<Catalog>(Reason reason, String message)) {
            return Outcome.rejected(reason, message);
          }
        }
      }
    }
    return Outcome.rejected(
        Reason.UNAVAILABLE,
        "the topology or the catalog changed %d times meanwhile: repeat the request"
            .formatted(MOST));
  }

  /** Adopts a topology that a shard answered with. */
  void adopt(Topology topology) {
    topologies.adopt(topology);
  }

  /** The routes of the adopted topology. */
  Optional<Routes> routes() {
    Routes known = last;
    Optional<Topology> current = topologies.current();
    // Adopted epochs only rise, so an epoch names one topology here.
    if (known != null && current.isPresent() && current.get().epoch() == known.topology().epoch()) {
      return Optional.of(known);
    }
    Optional<Routes> made = current.map(Routes::of);
    made.ifPresent(routes -> last = routes);
    return made;
  }

  /** A deadline that is not further away than this. */
  Deadline atMost(Deadline deadline, Duration most) {
    return deadline.atMost(clock.instant(), most);
  }

  /** Waits for a topology after that of the routes, or a while. */
  void awaitOther(Routes routes, Duration most) {
    topologies.awaitAbove(routes.topology().epoch(), most);
  }

  boolean late(Deadline deadline) {
    return !clock.instant().isBefore(deadline.instant());
  }

  /** A shard that did not answer until the deadline is the request's timeout, not a lost node. */
  private <T> Outcome<T> timely(Outcome<T> outcome, Deadline deadline) {
    return outcome instanceof Outcome.Rejected<T>(Reason reason, String message)
            && reason == Reason.UNAVAILABLE
            && late(deadline)
        ? Outcome.rejected(Reason.TIMEOUT, message)
        : outcome;
  }
}
