package io.vectorcluster.indexnode.core;

import io.vectorcluster.topology.PointId;
import java.util.List;

/**
 * One shard as a coordinator sees it: in the same process or over the internal port. Every call
 * blocks until it is answered or its deadline has passed; callers run on virtual threads.
 */
public interface ShardAccess {

  /** Answered with the batch's last log sequence when it is durable and searches see it. */
  ShardAnswer<Long> write(ShardCall call, ShardWrite write);

  /** The live points among {@code ids}, in no order. */
  ShardAnswer<List<StoredPoint>> retrieve(
      ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection);

  ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search);

  /** The shard's part of a page; {@code next} is its own next id. */
  ShardAnswer<ScrollPage> scroll(ShardCall call, CollectionNumber collection, ScrollQuery query);

  ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection);
}
