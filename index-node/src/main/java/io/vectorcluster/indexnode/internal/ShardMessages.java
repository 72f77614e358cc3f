package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Hit;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.SearchParams;
import io.vectorcluster.indexnode.core.SearchStats;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.ShardHits;
import io.vectorcluster.indexnode.core.ShardSearch;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.wire.v1.Call;
import io.vectorcluster.wire.v1.FiguresDone;
import io.vectorcluster.wire.v1.RetrieveRequest;
import io.vectorcluster.wire.v1.ScrollDone;
import io.vectorcluster.wire.v1.ScrollRequest;
import io.vectorcluster.wire.v1.SearchDone;
import io.vectorcluster.wire.v1.SearchRequest;
import io.vectorcluster.wire.v1.WriteRequest;
import java.util.List;
import java.util.Optional;

/** What a shard is asked and answers, as messages, and back. */
final class ShardMessages {

  private ShardMessages() {}

  static WriteRequest of(Call call, ShardWrite write) {
    WriteRequest.Builder message =
        WriteRequest.newBuilder()
            .setCall(call)
            .setCollection(write.collection().value())
            .setRequestHigh(write.request().high())
            .setRequestLow(write.request().low())
            .setRepeated(write.repeated());
    for (Mutation mutation : write.mutations()) {
      io.vectorcluster.wire.v1.Mutation.Builder change = message.addMutationsBuilder();
      switch (mutation) {
        case Mutation.Upsert upsert -> change.setUpsert(PointMessages.of(upsert.point()));
        case Mutation.Delete delete -> change.setDelete(PointMessages.of(delete.id()));
      }
    }
    return message.build();
  }

  static ShardWrite read(WriteRequest message) {
    return new ShardWrite(
        new CollectionNumber(message.getCollection()),
        new RequestId(message.getRequestHigh(), message.getRequestLow()),
        message.getMutationsList().stream().map(ShardMessages::read).toList(),
        message.getRepeated());
  }

  private static Mutation read(io.vectorcluster.wire.v1.Mutation message) {
    return switch (message.getKindCase()) {
      case UPSERT -> new Mutation.Upsert(PointMessages.read(message.getUpsert()));
      case DELETE -> new Mutation.Delete(PointMessages.read(message.getDelete()));
      case KIND_NOT_SET ->
          throw new IllegalArgumentException(
              "mutation: has no kind that this release knows; roll the nodes to one release");
    };
  }

  static RetrieveRequest of(
      Call call, CollectionNumber collection, List<PointId> ids, Selection selection) {
    return RetrieveRequest.newBuilder()
        .setCall(call)
        .setCollection(collection.value())
        .addAllIds(ids.stream().map(PointMessages::of).toList())
        .setSelection(PointMessages.of(selection))
        .build();
  }

  static SearchRequest of(Call call, ShardSearch search) {
    SearchRequest.Builder message =
        SearchRequest.newBuilder()
            .setCall(call)
            .setCollection(search.collection().value())
            .setUsing(search.using())
            .setVector(PointMessages.floats(search.vector()))
            .setWanted(search.wanted())
            .setEf(search.params().ef())
            .setExact(search.params().exact())
            .setSelection(PointMessages.of(search.selection()));
    search.scoreThreshold().ifPresent(message::setScoreThreshold);
    return message.build();
  }

  static ShardSearch read(SearchRequest message) {
    return new ShardSearch(
        new CollectionNumber(message.getCollection()),
        message.getUsing(),
        PointMessages.readFloats(message.getVector()),
        message.getWanted(),
        message.hasScoreThreshold() ? Optional.of(message.getScoreThreshold()) : Optional.empty(),
        new SearchParams(message.getEf(), message.getExact()),
        PointMessages.read(message.getSelection()));
  }

  static SearchDone of(ShardHits hits) {
    SearchDone.Builder message =
        SearchDone.newBuilder()
            .setDistancesComputed(hits.stats().distancesComputed())
            .setScanned(hits.stats().scanned());
    for (Hit hit : hits.hits()) {
      message.addHitsBuilder().setScore(hit.score()).setPoint(PointMessages.of(hit.point()));
    }
    return message.build();
  }

  static ShardHits read(SearchDone message) {
    return new ShardHits(
        message.getHitsList().stream()
            .map(hit -> new Hit(hit.getScore(), PointMessages.read(hit.getPoint())))
            .toList(),
        new SearchStats(message.getDistancesComputed(), message.getScanned()));
  }

  static ScrollRequest of(Call call, CollectionNumber collection, ScrollQuery query) {
    ScrollRequest.Builder message =
        ScrollRequest.newBuilder()
            .setCall(call)
            .setCollection(collection.value())
            .setLimit(query.limit())
            .setSelection(PointMessages.of(query.selection()));
    query.from().ifPresent(id -> message.setFrom(PointMessages.of(id)));
    return message.build();
  }

  static ScrollQuery read(ScrollRequest message) {
    return new ScrollQuery(
        message.hasFrom() ? Optional.of(PointMessages.read(message.getFrom())) : Optional.empty(),
        message.getLimit(),
        PointMessages.read(message.getSelection()));
  }

  static ScrollDone of(ScrollPage page) {
    ScrollDone.Builder message =
        ScrollDone.newBuilder()
            .addAllPoints(page.points().stream().map(PointMessages::of).toList());
    page.next().ifPresent(id -> message.setNext(PointMessages.of(id)));
    return message.build();
  }

  static ScrollPage read(ScrollDone message) {
    return new ScrollPage(
        PointMessages.readAll(message.getPointsList()),
        message.hasNext() ? Optional.of(PointMessages.read(message.getNext())) : Optional.empty());
  }

  static FiguresDone of(ShardFigures figures) {
    return FiguresDone.newBuilder()
        .setPoints(figures.points())
        .setIndexedVectors(figures.indexedVectors())
        .setSegments(figures.segments())
        .setIndexing(figures.indexing())
        .build();
  }

  static ShardFigures read(FiguresDone message) {
    return new ShardFigures(
        message.getPoints(),
        message.getIndexedVectors(),
        message.getSegments(),
        message.getIndexing());
  }
}
