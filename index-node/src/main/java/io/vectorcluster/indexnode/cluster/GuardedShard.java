package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.ShardHits;
import io.vectorcluster.indexnode.core.ShardSearch;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.topology.EpochCheck;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The node's own shard behind the rules of the cluster: calls of another epoch are refused
 * (protocol T2), and a node with an older catalog fetches first (R3). Only a primary takes writes,
 * and only replicas in sync answer reads, unless these take stale answers; where nobody is the
 * primary any member does that says it can. What changes after a call was judged here is judged
 * again by the replica, in the order of its log.
 */
public final class GuardedShard implements ShardAccess {
  private final ShardId shard;
  private final StoreId store;
  private final TopologyHolder topologies;
  private final CatalogReader catalog;
  private final ShardAccess inner;

  /**
   * @param shard what this node was told to hold
   * @param store this node's
   * @param inner the replica itself
   */
  public GuardedShard(
      ShardId shard,
      StoreId store,
      TopologyHolder topologies,
      CatalogReader catalog,
      ShardAccess inner) {
    this.shard = shard;
    this.store = store;
    this.topologies = topologies;
    this.catalog = catalog;
    this.inner = inner;
  }

  public ShardId shard() {
    return shard;
  }

  @Override
  public ShardAnswer<Long> write(ShardCall call, ShardWrite write) {
    return guarded(
        call,
        write.collection(),
        () -> judged(call, Consistency.STRONG, () -> inner.write(call, write)));
  }

  @Override
  public ShardAnswer<List<StoredPoint>> retrieve(
      ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection) {
    return read(call, collection, () -> inner.retrieve(call, collection, ids, selection));
  }

  @Override
  public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
    return read(call, search.collection(), () -> inner.search(call, search));
  }

  @Override
  public ShardAnswer<ScrollPage> scroll(
      ShardCall call, CollectionNumber collection, ScrollQuery query) {
    return read(call, collection, () -> inner.scroll(call, collection, query));
  }

  @Override
  public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
    return read(call, collection, () -> inner.figures(call, collection));
  }

  private <T> ShardAnswer<T> read(
      ShardCall call, CollectionNumber collection, Supplier<ShardAnswer<T>> work) {
    return guarded(call, collection, () -> judged(call, call.consistency(), work));
  }

  private <T> ShardAnswer<T> guarded(
      ShardCall call, CollectionNumber collection, Supplier<ShardAnswer<T>> work) {
    return switch (catalog.atLeast(call.catalogVersion(), call.deadline())) {
      case Outcome.Rejected<Catalog>(Reason reason, String message) ->
          new ShardAnswer.Refused<>(reason, message);
      case Outcome.Done<Catalog>(Catalog known) ->
          known.find(collection).isPresent()
              ? work.get()
              : new ShardAnswer.Refused<>(
                  Reason.NOT_FOUND, "collection %d was deleted".formatted(collection.value()));
    };
  }

  private <T> ShardAnswer<T> judged(
      ShardCall call, Consistency needed, Supplier<ShardAnswer<T>> work) {
    Optional<Topology> topology = topologies.current();
    if (topology.isEmpty()) {
      return new ShardAnswer.Refused<>(Reason.UNAVAILABLE, Attempts.NO_TOPOLOGY);
    }
    return switch (EpochCheck.of(topology.get(), shard, call.shardEpoch())) {
      case EpochCheck.CallerOlder(Topology own) -> new ShardAnswer.StaleTopology<>(own);
      case EpochCheck.CallerNewer(long epoch) ->
          new ShardAnswer.Refused<>(
              Reason.UNAVAILABLE,
              "shard %s has not adopted epoch %d yet: repeat the request".formatted(shard, epoch));
      case EpochCheck.Current() -> {
        Standing standing = Standing.of(topology, shard, store);
        yield standing.answers(topology.get().mode(), needed)
            ? work.get()
            : new ShardAnswer.Refused<>(
                Reason.UNAVAILABLE,
                "this node does not answer for shard %s (%s): repeat the request"
                    .formatted(shard, standing));
      }
    };
  }
}
