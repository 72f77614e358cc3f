package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Hit;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.SearchStats;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.ShardHits;
import io.vectorcluster.indexnode.core.ShardSearch;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.topology.PointId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** A shard in memory that compares with every point: exact, and as plain as can be. */
final class MemoryShard implements ShardAccess {
  private final Map<CollectionNumber, NavigableMap<PointId, StoredPoint>> collections =
      new HashMap<>();
  private final Map<CollectionNumber, Collection> known = new HashMap<>();
  private final List<RequestId> requests = new ArrayList<>();
  private volatile CountDownLatch held = new CountDownLatch(0);
  private long sequence;

  /** Every later call waits until {@link #release}. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  synchronized void collectionsChanged(Catalog catalog) {
    known.clear();
    catalog.collections().values().forEach(c -> known.put(c.number(), c));
    collections.keySet().retainAll(known.keySet());
  }

  /** Collections that still have points here. */
  synchronized int collectionsWithPoints() {
    return collections.size();
  }

  synchronized List<RequestId> requests() {
    return List.copyOf(requests);
  }

  @Override
  public ShardAnswer<Long> write(ShardCall call, ShardWrite write) {
    await();
    synchronized (this) {
      if (!known.containsKey(write.collection())) {
        return new ShardAnswer.Refused<>(Outcome.Reason.NOT_FOUND, "deleted meanwhile");
      }
      requests.add(write.request());
      NavigableMap<PointId, StoredPoint> points =
          collections.computeIfAbsent(write.collection(), number -> new TreeMap<>());
      for (Mutation mutation : write.mutations()) {
        sequence++;
        switch (mutation) {
          case Mutation.Upsert(Point point) -> points.put(point.id(), stored(point));
          case Mutation.Delete(PointId id) -> points.remove(id);
        }
      }
      return new ShardAnswer.Answered<>(sequence);
    }
  }

  private StoredPoint stored(Point point) {
    return new StoredPoint(
        point, new Version(1, sequence, -7), new ContentHash(-1, sequence), sequence);
  }

  @Override
  public ShardAnswer<List<StoredPoint>> retrieve(
      ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection) {
    await();
    synchronized (this) {
      NavigableMap<PointId, StoredPoint> points = points(collection);
      return new ShardAnswer.Answered<>(
          ids.stream()
              .map(points::get)
              .filter(Objects::nonNull)
              .map(point -> selected(point, selection))
              .toList());
    }
  }

  @Override
  public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
    await();
    synchronized (this) {
      VectorParams params =
          Objects.requireNonNull(known.get(search.collection()))
              .config()
              .vectors()
              .get(search.using());
      Objects.requireNonNull(params);
      List<StoredPoint> points = List.copyOf(points(search.collection()).values());
      Comparator<Hit> nearest =
          (left, right) -> params.distance().compareScores(left.score(), right.score());
      List<Hit> hits =
          points.stream()
              .filter(point -> point.point().vectors().containsKey(search.using()))
              .map(
                  point ->
                      new Hit(score(params, search, point), selected(point, search.selection())))
              .filter(
                  hit ->
                      search
                          .scoreThreshold()
                          .map(threshold -> params.distance().passes(hit.score(), threshold))
                          .orElse(true))
              .sorted(nearest.thenComparing(hit -> hit.point().point().id()))
              .limit(search.wanted())
              .toList();
      return new ShardAnswer.Answered<>(
          new ShardHits(hits, new SearchStats(points.size(), points.size())));
    }
  }

  private static float score(VectorParams params, ShardSearch search, StoredPoint point) {
    DenseVector other =
        Objects.requireNonNull(point.point().vectors().get(search.using()), "filtered before");
    return Scores.of(params.distance(), search.vector(), other);
  }

  @Override
  public ShardAnswer<ScrollPage> scroll(
      ShardCall call, CollectionNumber collection, ScrollQuery query) {
    await();
    synchronized (this) {
      NavigableMap<PointId, StoredPoint> points = points(collection);
      List<StoredPoint> from =
          query
              .from()
              .map(id -> List.copyOf(points.tailMap(id, true).values()))
              .orElseGet(() -> List.copyOf(points.values()));
      return new ShardAnswer.Answered<>(
          new ScrollPage(
              from.stream()
                  .limit(query.limit())
                  .map(point -> selected(point, query.selection()))
                  .toList(),
              from.stream().skip(query.limit()).findFirst().map(point -> point.point().id())));
    }
  }

  @Override
  public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
    await();
    synchronized (this) {
      return new ShardAnswer.Answered<>(new ShardFigures(points(collection).size(), 0, 1, false));
    }
  }

  private NavigableMap<PointId, StoredPoint> points(CollectionNumber collection) {
    return Optional.ofNullable(collections.get(collection)).orElseGet(TreeMap::new);
  }

  private static StoredPoint selected(StoredPoint stored, Selection selection) {
    Map<String, DenseVector> vectors = new HashMap<>(stored.point().vectors());
    vectors.keySet().removeIf(name -> !selection.wantsVector(name));
    Payload payload = selection.payload() ? stored.point().payload() : Payload.EMPTY;
    return new StoredPoint(
        new Point(stored.point().id(), vectors, payload),
        stored.version(),
        stored.hash(),
        stored.sequence());
  }

  private void await() {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
