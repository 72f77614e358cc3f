package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.cluster.Attempts.Plan;
import io.vectorcluster.indexnode.cluster.Attempts.Step;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Coverage;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Distance;
import io.vectorcluster.indexnode.core.Hit;
import io.vectorcluster.indexnode.core.MissingShard;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.QueryTarget;
import io.vectorcluster.indexnode.core.ReadPolicy;
import io.vectorcluster.indexnode.core.SearchAnswer;
import io.vectorcluster.indexnode.core.SearchQuery;
import io.vectorcluster.indexnode.core.SearchStats;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardHits;
import io.vectorcluster.indexnode.core.ShardSearch;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.indexnode.core.VectorParams;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Searches: every shard gives as many of its nearest as the page needs, so the nearest of all are
 * among them. Equal scores are ordered by id, so that pages do not overlap.
 */
final class Searches {
  /**
   * A partial answer has to be made while somebody still waits: a share of the time is kept back.
   */
  private static final int SHARE_KEPT = 10;

  private final Attempts attempts;
  private final FanOut fanOut;
  private final Reads reads;
  private final Supplier<ReadPolicy> policy;
  private final InstantSource clock;

  Searches(Attempts attempts, FanOut fanOut, Supplier<ReadPolicy> policy, InstantSource clock) {
    this.attempts = attempts;
    this.fanOut = fanOut;
    this.policy = policy;
    this.reads = new Reads(attempts, fanOut);
    this.clock = clock;
  }

  Outcome<SearchAnswer> search(String name, SearchQuery query, Deadline deadline) {
    return attempts.run(name, deadline, plan -> attempt(plan, query));
  }

  private Step<SearchAnswer> attempt(Plan plan, SearchQuery query) {
    return switch (query.target()) {
      case QueryTarget.Nearest(DenseVector vector) ->
          nearest(plan, query, vector, Optional.empty());
      case QueryTarget.NearestTo(PointId id) -> nearestTo(plan, query, id);
    };
  }

  /** Looks the point's vector up first; the point itself is left out of the answer. */
  private Step<SearchAnswer> nearestTo(Plan plan, SearchQuery query, PointId id) {
    Collection collection = plan.collection();
    if (!collection.config().vectors().containsKey(query.using())) {
      return done(
          Outcome.rejected(
              Reason.BAD_REQUEST,
              "Wrong input: Not existing vector name error: `%s`, use one of %s"
                  .formatted(query.using(), collection.config().vectors().keySet())));
    }
    Selection vector = new Selection(false, Optional.of(Set.of(query.using())));
    return switch (reads.points(plan, List.of(id), vector, Consistency.IN_SYNC)) {
      case Gathered.Enough<List<StoredPoint>>(List<List<StoredPoint>> answers, Coverage _) -> {
        Optional<StoredPoint> found = answers.stream().flatMap(List::stream).findFirst();
        if (found.isEmpty()) {
          yield done(
              Outcome.rejected(
                  Reason.NOT_FOUND, "Not found: No point with id %s found".formatted(id)));
        }
        DenseVector stored = found.get().point().vectors().get(query.using());
        yield stored == null
            ? done(
                Outcome.rejected(
                    Reason.BAD_REQUEST,
                    "Wrong input: point %s has no vector `%s`".formatted(id, query.using())))
            : nearest(plan, query, stored, Optional.of(id));
      }
      case Gathered.Stale<List<StoredPoint>>(Topology topology) -> new Step.Stale<>(topology);
      case Gathered.Unknown<List<StoredPoint>>() -> new Step.Unknown<>();
      case Gathered.Failed<List<StoredPoint>>(Reason reason, String message) ->
          done(Outcome.rejected(reason, message));
    };
  }

  private Step<SearchAnswer> nearest(
      Plan plan, SearchQuery query, DenseVector vector, Optional<PointId> without) {
    switch (plan.collection().admit(query.using(), vector)) {
      case Outcome.Rejected<DenseVector>(Reason reason, String message) -> {
        return done(Outcome.rejected(reason, message));
      }
      case Outcome.Done<DenseVector>(DenseVector admitted) -> {
        ShardSearch search =
            new ShardSearch(
                plan.collection().number(),
                query.using(),
                admitted,
                query.wanted() + (without.isPresent() ? 1 : 0),
                query.scoreThreshold(),
                query.params(),
                query.selection());
        return merged(plan, query, search, without);
      }
    }
  }

  private Step<SearchAnswer> merged(
      Plan plan, SearchQuery query, ShardSearch search, Optional<PointId> without) {
    List<ShardEntry> shards = plan.routes().shards();
    List<FanOut.Ask<ShardHits>> once =
        shards.stream()
            .map(
                entry ->
                    new FanOut.Ask<ShardHits>(entry, (shard, call) -> shard.search(call, search)))
            .toList();
    List<FanOut.Ask<ShardHits>> asks = new Patience(attempts, plan.routes()).with(once);
    boolean partial =
        query.onMissingShard().orElse(policy.get().onMissingShard()) == MissingShard.PARTIAL;
    Deadline deadline = partial ? shortened(plan.deadline()) : plan.deadline();
    List<FanOut.Reply<ShardHits>> replies = fanOut.all(asks, plan.catalogVersion(), deadline);
    return switch (Gathered.of(replies, shards.size(), partial)) {
      case Gathered.Enough<ShardHits>(List<ShardHits> answers, Coverage coverage) -> {
        List<Hit> page = page(answers, query, distance(plan, query), without);
        SearchStats stats =
            answers.stream().map(ShardHits::stats).reduce(SearchStats.NONE, SearchStats::plus);
        yield done(Outcome.done(new SearchAnswer(page, coverage, stats)));
      }
      case Gathered.Stale<ShardHits>(Topology topology) -> new Step.Stale<>(topology);
      case Gathered.Unknown<ShardHits>() -> new Step.Unknown<>();
      case Gathered.Failed<ShardHits>(Reason reason, String message) ->
          done(Outcome.rejected(reason, message));
    };
  }

  private static List<Hit> page(
      List<ShardHits> answers, SearchQuery query, Distance distance, Optional<PointId> without) {
    Comparator<Hit> nearestFirst =
        (left, right) -> distance.compareScores(left.score(), right.score());
    return answers.stream()
        .flatMap(answer -> answer.hits().stream())
        .filter(hit -> without.isEmpty() || !hit.point().point().id().equals(without.get()))
        .sorted(nearestFirst.thenComparing(hit -> hit.point().point().id()))
        .skip(query.offset())
        .limit(query.limit())
        .toList();
  }

  private static Distance distance(Plan plan, SearchQuery query) {
    VectorParams params = plan.collection().config().vectors().get(query.using());
    if (params == null) {
      throw new IllegalStateException("the vector space was admitted before");
    }
    return params.distance();
  }

  private Deadline shortened(Deadline deadline) {
    Instant now = clock.instant();
    Duration left = deadline.left(now);
    return new Deadline(now.plus(left).minus(left.dividedBy(SHARE_KEPT)));
  }

  private static Step<SearchAnswer> done(Outcome<SearchAnswer> outcome) {
    return new Step.Done<>(outcome);
  }
}
