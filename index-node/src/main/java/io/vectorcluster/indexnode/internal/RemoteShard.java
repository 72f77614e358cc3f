package io.vectorcluster.indexnode.internal;

import com.google.protobuf.MessageLite;
import io.vectorcluster.indexnode.core.CollectionNumber;
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
import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TopologyMapping;
import io.vectorcluster.wire.WireLimits;
import io.vectorcluster.wire.v1.AdoptTopologyRequest;
import io.vectorcluster.wire.v1.Call;
import io.vectorcluster.wire.v1.FiguresRequest;
import io.vectorcluster.wire.v1.FiguresResponse;
import io.vectorcluster.wire.v1.NodeAdminGrpc;
import io.vectorcluster.wire.v1.NotDone;
import io.vectorcluster.wire.v1.RetrieveRequest;
import io.vectorcluster.wire.v1.RetrieveResponse;
import io.vectorcluster.wire.v1.ScrollRequest;
import io.vectorcluster.wire.v1.ScrollResponse;
import io.vectorcluster.wire.v1.SearchRequest;
import io.vectorcluster.wire.v1.SearchResponse;
import io.vectorcluster.wire.v1.ShardDataGrpc;
import io.vectorcluster.wire.v1.WriteRequest;
import io.vectorcluster.wire.v1.WriteResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A shard on another node. A node whose topology is older than this one's is given ours and asked
 * once more (protocol T2).
 */
final class RemoteShard implements ShardAccess {
  private final ShardId shard;
  private final Peer peer;
  private final TopologySource topologies;
  private final ShardDataGrpc.ShardDataBlockingStub data;
  private final NodeAdminGrpc.NodeAdminBlockingStub admin;

  RemoteShard(ShardId shard, Peer peer, TopologySource topologies) {
    this.shard = shard;
    this.peer = peer;
    this.topologies = topologies;
    this.data = ShardDataGrpc.newBlockingStub(peer.channel());
    this.admin = NodeAdminGrpc.newBlockingStub(peer.channel());
  }

  @Override
  public ShardAnswer<Long> write(ShardCall call, ShardWrite write) {
    WriteRequest request = ShardMessages.of(message(call), write);
    return twice(
        call,
        request,
        stub -> {
          WriteResponse answer = stub.write(request);
          return answer.hasDone()
              ? done(answer.getDone().getSequence())
              : notDone(answer.getNotDone());
        });
  }

  @Override
  public ShardAnswer<List<StoredPoint>> retrieve(
      ShardCall call, CollectionNumber collection, List<PointId> ids, Selection selection) {
    RetrieveRequest request = ShardMessages.of(message(call), collection, ids, selection);
    return twice(
        call,
        request,
        stub -> {
          RetrieveResponse answer = stub.retrieve(request);
          return answer.hasDone()
              ? done(PointMessages.readAll(answer.getDone().getPointsList()))
              : notDone(answer.getNotDone());
        });
  }

  @Override
  public ShardAnswer<ShardHits> search(ShardCall call, ShardSearch search) {
    SearchRequest request = ShardMessages.of(message(call), search);
    return twice(
        call,
        request,
        stub -> {
          SearchResponse answer = stub.search(request);
          return answer.hasDone()
              ? done(ShardMessages.read(answer.getDone()))
              : notDone(answer.getNotDone());
        });
  }

  @Override
  public ShardAnswer<ScrollPage> scroll(
      ShardCall call, CollectionNumber collection, ScrollQuery query) {
    ScrollRequest request = ShardMessages.of(message(call), collection, query);
    return twice(
        call,
        request,
        stub -> {
          ScrollResponse answer = stub.scroll(request);
          return answer.hasDone()
              ? done(ShardMessages.read(answer.getDone()))
              : notDone(answer.getNotDone());
        });
  }

  @Override
  public ShardAnswer<ShardFigures> figures(ShardCall call, CollectionNumber collection) {
    FiguresRequest request =
        FiguresRequest.newBuilder()
            .setCall(message(call))
            .setCollection(collection.value())
            .build();
    return twice(
        call,
        request,
        stub -> {
          FiguresResponse answer = stub.figures(request);
          return answer.hasDone()
              ? done(ShardMessages.read(answer.getDone()))
              : notDone(answer.getNotDone());
        });
  }

  private Call message(ShardCall call) {
    return Call.newBuilder()
        .setShardId(shard.value())
        .setShardEpoch(call.shardEpoch())
        .setCatalogVersion(call.catalogVersion())
        .setStrong(call.strong())
        .setStale(call.stale())
        .build();
  }

  /** What one call came to: an answer, or the wish for our topology first. */
  private sealed interface Heard<T> {
    record Answer<T>(ShardAnswer<T> answer) implements Heard<T> {}

    record Behind<T>() implements Heard<T> {}
  }

  private <T> ShardAnswer<T> twice(
      ShardCall call,
      MessageLite request,
      Function<ShardDataGrpc.ShardDataBlockingStub, Heard<T>> ask) {
    if (request.getSerializedSize() > WireLimits.MAX_MESSAGE_BYTES) {
      return new ShardAnswer.Refused<>(
          Reason.BAD_REQUEST,
          "the request is above %d bytes: split it".formatted(WireLimits.MAX_MESSAGE_BYTES));
    }
    ShardAnswer<Heard<T>> first = once(call, ask);
    if (first instanceof ShardAnswer.Answered<Heard<T>>(Heard.Behind<T>())) {
      return switch (bringUpToDate(call)) {
        case ShardAnswer.Answered<Boolean> _ -> plain(once(call, ask));
        case ShardAnswer.StaleTopology<Boolean>(Topology newer) ->
            new ShardAnswer.StaleTopology<>(newer);
        case ShardAnswer.Refused<Boolean>(Reason reason, String message) ->
            new ShardAnswer.Refused<>(reason, message);
        // The call itself was not done: only the topology's fate is open, which harms nothing.
        case ShardAnswer.Unreachable<Boolean>(String message) ->
            new ShardAnswer.Refused<>(Reason.UNAVAILABLE, message);
      };
    }
    return plain(first);
  }

  private <T> ShardAnswer<Heard<T>> once(
      ShardCall call, Function<ShardDataGrpc.ShardDataBlockingStub, Heard<T>> ask) {
    return peer.call(
        data,
        call.deadline(),
        stub -> {
          try {
            return new ShardAnswer.Answered<>(ask.apply(stub));
          } catch (IllegalArgumentException e) {
            return new ShardAnswer.Unreachable<>("its answer is not understood: " + e.getMessage());
          }
        });
  }

  private static <T> ShardAnswer<T> plain(ShardAnswer<Heard<T>> heard) {
    return switch (heard) {
      case ShardAnswer.Answered<Heard<T>>(Heard.Answer<T>(ShardAnswer<T> answer)) -> answer;
      case ShardAnswer.Answered<Heard<T>>(Heard.Behind<T>()) ->
          new ShardAnswer.Refused<>(
              Reason.UNAVAILABLE, "the shard has not adopted the newest topology yet: repeat");
      case ShardAnswer.StaleTopology<Heard<T>>(Topology topology) ->
          new ShardAnswer.StaleTopology<>(topology);
      case ShardAnswer.Refused<Heard<T>>(Reason reason, String message) ->
          new ShardAnswer.Refused<>(reason, message);
      case ShardAnswer.Unreachable<Heard<T>>(String message) ->
          new ShardAnswer.Unreachable<>(message);
    };
  }

  private ShardAnswer<Boolean> bringUpToDate(ShardCall call) {
    Optional<Topology> ours = topologies.current();
    if (ours.isEmpty()) {
      return new ShardAnswer.Refused<>(
          Reason.UNAVAILABLE, "neither this node nor the shard has a topology yet");
    }
    AdoptTopologyRequest request =
        AdoptTopologyRequest.newBuilder()
            .setTopology(TopologyMapping.toMessage(ours.get()))
            .build();
    return peer.call(
        admin,
        call.deadline(),
        stub -> new ShardAnswer.Answered<>(stub.adoptTopology(request).getEpoch() > 0));
  }

  private static <T> Heard<T> done(T value) {
    return new Heard.Answer<>(new ShardAnswer.Answered<>(value));
  }

  private static <T> Heard<T> notDone(NotDone notDone) {
    return switch (notDone.getWhyCase()) {
      case STALE ->
          new Heard.Answer<>(
              new ShardAnswer.StaleTopology<>(TopologyMapping.fromMessage(notDone.getStale())));
      case NEED_TOPOLOGY -> new Heard.Behind<>();
      case REFUSAL ->
          new Heard.Answer<>(
              new ShardAnswer.Refused<>(
                  ReasonMessages.read(notDone.getRefusal().getReason()),
                  notDone.getRefusal().getMessage()));
      case WHY_NOT_SET ->
          new Heard.Answer<>(
              new ShardAnswer.Unreachable<>("its answer says nothing this release knows"));
    };
  }
}
