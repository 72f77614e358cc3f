package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.cluster.Attempts.Plan;
import io.vectorcluster.indexnode.cluster.Attempts.Step;
import io.vectorcluster.indexnode.core.CollectionInfo;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.Topology;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Requests that are answered from the stores: points by id, pages, figures. They are whole or not.
 */
final class Reads {
  private final Attempts attempts;
  private final FanOut fanOut;

  Reads(Attempts attempts, FanOut fanOut) {
    this.attempts = attempts;
    this.fanOut = fanOut;
  }

  Outcome<List<StoredPoint>> retrieve(
      String name,
      List<PointId> ids,
      Selection selection,
      Consistency consistency,
      Deadline deadline) {
    List<PointId> wanted = ids.stream().distinct().toList();
    return attempts.run(
        name,
        deadline,
        plan ->
            step(points(plan, wanted, selection, consistency), found -> inOrder(wanted, found)));
  }

  /** The live points among {@code ids}, each from the shard that owns it. */
  Gathered<List<StoredPoint>> points(
      Plan plan, List<PointId> ids, Selection selection, Consistency consistency) {
    CollectionNumber number = plan.collection().number();
    List<FanOut.Ask<List<StoredPoint>>> asks =
        plan.routes().byOwner(ids, Function.identity()).stream()
            .map(
                group ->
                    new FanOut.Ask<List<StoredPoint>>(
                        group.entry(),
                        (shard, call) ->
                            shard.retrieve(
                                call.with(consistency), number, group.items(), selection)))
            .toList();
    return gather(plan, asks);
  }

  private static List<StoredPoint> inOrder(List<PointId> ids, List<List<StoredPoint>> found) {
    Map<PointId, StoredPoint> byId = new HashMap<>();
    found.forEach(points -> points.forEach(point -> byId.put(point.point().id(), point)));
    return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
  }

  Outcome<ScrollPage> scroll(String name, ScrollQuery query, Deadline deadline) {
    return attempts.run(
        name,
        deadline,
        plan ->
            step(
                everyShard(
                    plan, (shard, call) -> shard.scroll(call, plan.collection().number(), query)),
                pages -> merge(pages, query.limit())));
  }

  /**
   * The first {@code limit} points of all pages. Each shard gave its own first ones, so the first
   * of all are among them, and what comes next is the least id left over or not yet given.
   */
  private static ScrollPage merge(List<ScrollPage> pages, int limit) {
    List<StoredPoint> sorted =
        pages.stream()
            .flatMap(page -> page.points().stream())
            .sorted(Comparator.comparing(point -> point.point().id()))
            .toList();
    Stream<PointId> left = sorted.stream().skip(limit).limit(1).map(point -> point.point().id());
    Stream<PointId> later = pages.stream().flatMap(page -> page.next().stream());
    Optional<PointId> next = Stream.concat(left, later).min(Comparator.naturalOrder());
    return new ScrollPage(sorted.stream().limit(limit).toList(), next);
  }

  Outcome<Long> count(String name, Deadline deadline) {
    return figures(name, deadline, (plan, figures) -> figures.points());
  }

  Outcome<CollectionInfo> info(String name, Deadline deadline) {
    return figures(
        name,
        deadline,
        (plan, figures) ->
            new CollectionInfo(
                plan.collection(),
                figures.points(),
                figures.indexedVectors(),
                figures.segments(),
                figures.indexing()));
  }

  private interface Summary<T> {
    T of(Plan plan, ShardFigures figures);
  }

  private <T> Outcome<T> figures(String name, Deadline deadline, Summary<T> summary) {
    return attempts.run(
        name,
        deadline,
        plan ->
            step(
                everyShard(plan, (shard, call) -> shard.figures(call, plan.collection().number())),
                all ->
                    summary.of(plan, all.stream().reduce(ShardFigures.NONE, ShardFigures::plus))));
  }

  private <T> Gathered<T> everyShard(Plan plan, FanOut.Question<T> question) {
    List<FanOut.Ask<T>> asks =
        plan.routes().shards().stream().map(entry -> new FanOut.Ask<>(entry, question)).toList();
    return gather(plan, asks);
  }

  private <T> Gathered<T> gather(Plan plan, List<FanOut.Ask<T>> asks) {
    List<FanOut.Ask<T>> patient = new Patience(attempts, plan.routes()).with(asks);
    return Gathered.of(
        fanOut.all(patient, plan.catalogVersion(), plan.deadline()), asks.size(), false);
  }

  private static <T, R> Step<R> step(Gathered<T> gathered, Function<List<T>, R> merged) {
    return switch (gathered) {
      case Gathered.Enough<T> enough ->
          new Step.Done<>(Outcome.done(merged.apply(enough.answers())));
      case Gathered.Stale<T>(Topology topology) -> new Step.Stale<>(topology);
      case Gathered.Unknown<T>() -> new Step.Unknown<>();
      case Gathered.Failed<T>(Reason reason, String message) ->
          new Step.Done<>(Outcome.rejected(reason, message));
    };
  }
}
