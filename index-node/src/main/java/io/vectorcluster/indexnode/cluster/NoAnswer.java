package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Deadline;
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
import java.util.Optional;

/** Stands for a shard that nobody can be asked about: nothing was sent, so nothing was changed. */
public record NoAnswer(String message) implements ShardAccess, CatalogAccess {

  @Override
  public ShardAnswer<Long> write(ShardCall call, ShardWrite write) {
    return refused();
  }

  @Override
  public ShardAnswer<List<StoredPoint>> retrieve(
      ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection) {
    return refused();
  }

  @Override
  public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
    return refused();
  }

  @Override
  public ShardAnswer<ScrollPage> scroll(
      ShardCall call, CollectionNumber collection, ScrollQuery query) {
    return refused();
  }

  @Override
  public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
    return refused();
  }

  @Override
  public Outcome<Optional<Catalog>> newerThan(long version, Deadline deadline) {
    return rejected();
  }

  @Override
  public Outcome<Catalog> create(String name, CollectionConfig config, Deadline deadline) {
    return rejected();
  }

  @Override
  public Outcome<Deletion> delete(String name, Deadline deadline) {
    return rejected();
  }

  private <T> ShardAnswer<T> refused() {
    return new ShardAnswer.Refused<>(Outcome.Reason.UNAVAILABLE, message);
  }

  private <T> Outcome<T> rejected() {
    return Outcome.rejected(Outcome.Reason.UNAVAILABLE, message);
  }
}
