package io.vectorcluster.indexnode.node;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Outcome;
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
import io.vectorcluster.topology.PointId;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The node's shard, also while its indexes are still being opened: the ports answer from the first
 * second (a probe that finds nobody would have the process killed in the middle of a rebuild), and
 * calls of the shard are refused until everything it holds can be found.
 */
final class LoadingShard implements ShardAccess {
  private volatile @Nullable ShardAccess opened;

  /** From now on calls are answered. */
  void opened(ShardAccess access) {
    opened = access;
  }

  boolean isOpen() {
    return opened != null;
  }

  @Override
  public ShardAnswer<Long> write(ShardCall call, ShardWrite write) {
    return when(shard -> shard.write(call, write));
  }

  @Override
  public ShardAnswer<List<StoredPoint>> retrieve(
      ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection) {
    return when(shard -> shard.retrieve(call, collection, ids, selection));
  }

  @Override
  public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
    return when(shard -> shard.search(call, search));
  }

  @Override
  public ShardAnswer<ScrollPage> scroll(
      ShardCall call, CollectionNumber collection, ScrollQuery query) {
    return when(shard -> shard.scroll(call, collection, query));
  }

  @Override
  public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
    return when(shard -> shard.figures(call, collection));
  }

  private <T> ShardAnswer<T> when(Function<ShardAccess, ShardAnswer<T>> call) {
    ShardAccess shard = opened;
    return shard != null
        ? call.apply(shard)
        : new ShardAnswer.Refused<>(
            Outcome.Reason.UNAVAILABLE, "this node is still loading its index: try again later");
  }
}
