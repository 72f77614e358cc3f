package io.vectorcluster.indexnode.http;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.CollectionInfo;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.Coverage;
import io.vectorcluster.indexnode.core.DataService;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.Hit;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.QueryTarget;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.SearchAnswer;
import io.vectorcluster.indexnode.core.SearchQuery;
import io.vectorcluster.indexnode.core.SearchStats;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.core.WriteReceipt;
import io.vectorcluster.topology.PointId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small real node in memory: a sorted map of points per collection, searched exactly. */
public class FakeDataService implements DataService {
  private static final int SHARDS = 3;

  private final Map<String, SortedMap<PointId, StoredPoint>> points = new HashMap<>();
  private Catalog catalog = Catalog.EMPTY;
  private long sequence;

  @Override
  public synchronized Catalog catalog() {
    return catalog;
  }

  @Override
  public synchronized Outcome<Collection> createCollection(
      String name, CollectionConfig config, Deadline deadline) {
    if (catalog.find(name).isPresent()) {
      return Outcome.rejected(Outcome.Reason.CONFLICT, "taken");
    }
    catalog = catalog.with(name, config);
    points.put(name, new TreeMap<>());
    return find(name, deadline);
  }

  @Override
  public synchronized Outcome<Boolean> deleteCollection(String name, Deadline deadline) {
    if (catalog.find(name).isEmpty()) {
      return Outcome.done(false);
    }
    catalog = catalog.without(name);
    points.remove(name);
    return Outcome.done(true);
  }

  @Override
  public synchronized Outcome<Collection> find(String name, Deadline deadline) {
    return catalog
        .find(name)
        .map(Outcome::done)
        .orElse(Outcome.rejected(Outcome.Reason.NOT_FOUND, "no such collection"));
  }

  @Override
  public synchronized Outcome<CollectionInfo> info(String name, Deadline deadline) {
    return find(name, deadline)
        .map(c -> new CollectionInfo(c, of(c).size(), of(c).size(), SHARDS, false));
  }

  @Override
  public synchronized Outcome<WriteReceipt> write(
      String name, List<Mutation> mutations, boolean wait, Deadline deadline) {
    return switch (find(name, deadline)) {
      case Outcome.Done<Collection>(Collection collection) -> apply(collection, mutations);
      case Outcome.Rejected<Collection>(Outcome.Reason reason, String message) ->
          Outcome.rejected(reason, message);
    };
  }

  private Outcome<WriteReceipt> apply(Collection collection, List<Mutation> mutations) {
    List<Mutation> admitted = new ArrayList<>();
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Delete delete -> admitted.add(delete);
        case Mutation.Upsert(Point point) -> {
          switch (collection.admit(point)) {
            case Outcome.Done<Point>(Point whole) -> admitted.add(new Mutation.Upsert(whole));
            case Outcome.Rejected<Point>(Outcome.Reason reason, String message) -> {
              return Outcome.rejected(reason, message);
            }
          }
        }
      }
    }
    sequence++;
    for (Mutation mutation : admitted) {
      switch (mutation) {
        case Mutation.Delete(PointId id) -> of(collection).remove(id);
        case Mutation.Upsert(Point point) -> of(collection).put(point.id(), stored(point));
      }
    }
    return Outcome.done(new WriteReceipt(sequence, true));
  }

  private StoredPoint stored(Point point) {
    return new StoredPoint(point, new Version(1, sequence, 1), new ContentHash(0, 0), sequence);
  }

  @Override
  public synchronized Outcome<List<StoredPoint>> retrieve(
      String name,
      List<PointId> ids,
      Selection selection,
      Consistency consistency,
      Deadline deadline) {
    return find(name, deadline)
        .map(
            c ->
                ids.stream()
                    .flatMap(id -> Stream.ofNullable(of(c).get(id)))
                    .map(point -> select(point, selection))
                    .toList());
  }

  @Override
  public synchronized Outcome<SearchAnswer> search(
      String name, SearchQuery query, Deadline deadline) {
    return switch (find(name, deadline)) {
      case Outcome.Done<Collection>(Collection collection) -> search(collection, query);
      case Outcome.Rejected<Collection>(Outcome.Reason reason, String message) ->
          Outcome.rejected(reason, message);
    };
  }

  private Outcome<SearchAnswer> search(Collection collection, SearchQuery query) {
    Optional<PointId> self = Optional.empty();
    DenseVector wanted;
    switch (query.target()) {
      case QueryTarget.Nearest(DenseVector vector) -> wanted = vector;
      case QueryTarget.NearestTo(PointId id) -> {
        StoredPoint point = of(collection).get(id);
        if (point == null) {
          return Outcome.rejected(
              Outcome.Reason.NOT_FOUND, "Not found: No point with id " + id + " found");
        }
        self = Optional.of(id);
        wanted = point.point().vectors().getOrDefault(query.using(), DenseVector.of());
      }
    }
    Optional<PointId> left = self;
    return collection
        .admit(query.using(), wanted)
        .map(vector -> nearest(collection, query, vector, left));
  }

  private SearchAnswer nearest(
      Collection collection, SearchQuery query, DenseVector vector, Optional<PointId> left) {
    VectorParams space = Objects.requireNonNull(collection.config().vectors().get(query.using()));
    Distance distance = space.distance();
    List<Hit> hits =
        of(collection).values().stream()
            .filter(point -> point.point().vectors().containsKey(query.using()))
            .filter(point -> left.filter(point.point().id()::equals).isEmpty())
            .map(point -> hit(point, distance, vector, query))
            .filter(
                hit ->
                    query.scoreThreshold().map(t -> distance.passes(hit.score(), t)).orElse(true))
            .sorted((a, b) -> distance.compareScores(a.score(), b.score()))
            .skip(query.offset())
            .limit(query.limit())
            .toList();
    long compared = of(collection).size();
    return new SearchAnswer(
        hits, new Coverage(SHARDS, Set.of()), new SearchStats(compared, compared));
  }

  private static Hit hit(StoredPoint point, Distance distance, DenseVector to, SearchQuery query) {
    float[] a = point.point().vectors().getOrDefault(query.using(), to).values();
    float[] b = to.values();
    double dot = 0;
    double squares = 0;
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      sum += Math.abs((double) a[i] - b[i]);
    }
    double score =
        switch (distance) {
          case COSINE, DOT -> dot;
          case EUCLID -> Math.sqrt(squares);
          case MANHATTAN -> sum;
        };
    return new Hit((float) score, select(point, query.selection()));
  }

  @Override
  public synchronized Outcome<ScrollPage> scroll(
      String name, ScrollQuery query, Deadline deadline) {
    return find(name, deadline)
        .map(
            c -> {
              List<StoredPoint> found =
                  of(c).values().stream()
                      .filter(
                          p -> query.from().map(f -> p.point().id().compareTo(f) >= 0).orElse(true))
                      .limit(query.limit() + 1L)
                      .toList();
              boolean more = found.size() > query.limit();
              return new ScrollPage(
                  found.stream()
                      .limit(query.limit())
                      .map(p -> select(p, query.selection()))
                      .toList(),
                  more ? Optional.of(found.getLast().point().id()) : Optional.empty());
            });
  }

  @Override
  public Outcome<Long> count(String name, Deadline deadline) {
    synchronized (this) { // not the method: tests put a waiting one in its place
      return find(name, deadline).map(c -> (long) of(c).size());
    }
  }

  private SortedMap<PointId, StoredPoint> of(Collection collection) {
    return points.computeIfAbsent(collection.name(), _ -> new TreeMap<>());
  }

  private static StoredPoint select(StoredPoint stored, Selection selection) {
    Point point = stored.point();
    Map<String, DenseVector> vectors = new HashMap<>(point.vectors());
    vectors.keySet().removeIf(name -> !selection.wantsVector(name));
    Payload payload = selection.payload() ? point.payload() : Payload.EMPTY;
    return new StoredPoint(
        new Point(point.id(), vectors, payload),
        stored.version(),
        stored.hash(),
        stored.sequence());
  }
}
