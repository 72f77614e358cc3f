package io.vectorcluster.indexnode.internal;

import com.google.protobuf.MessageLite;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.vectorcluster.indexnode.cluster.GuardedShard;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.ShardSearch;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TopologyMapping;
import io.vectorcluster.wire.WireLimits;
import io.vectorcluster.wire.v1.Call;
import io.vectorcluster.wire.v1.FiguresRequest;
import io.vectorcluster.wire.v1.FiguresResponse;
import io.vectorcluster.wire.v1.NeedTopology;
import io.vectorcluster.wire.v1.NotDone;
import io.vectorcluster.wire.v1.RetrieveDone;
import io.vectorcluster.wire.v1.RetrieveRequest;
import io.vectorcluster.wire.v1.RetrieveResponse;
import io.vectorcluster.wire.v1.ScrollRequest;
import io.vectorcluster.wire.v1.ScrollResponse;
import io.vectorcluster.wire.v1.SearchRequest;
import io.vectorcluster.wire.v1.SearchResponse;
import io.vectorcluster.wire.v1.ShardDataGrpc;
import io.vectorcluster.wire.v1.WriteDone;
import io.vectorcluster.wire.v1.WriteRequest;
import io.vectorcluster.wire.v1.WriteResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** This node's shard for the coordinators of other nodes. */
final class ShardDataService extends ShardDataGrpc.ShardDataImplBase {
  private final GuardedShard shard;
  private final TopologySource topologies;
  private final InstantSource clock;

  ShardDataService(GuardedShard shard, TopologySource topologies, InstantSource clock) {
    this.shard = shard;
    this.topologies = topologies;
    this.clock = clock;
  }

  @Override
  public void write(WriteRequest request, StreamObserver<WriteResponse> observer) {
    answer(
        observer,
        request.getCall(),
        () -> {
          ShardWrite write = ShardMessages.read(request);
          return call -> shard.write(call, write);
        },
        sequence ->
            WriteResponse.newBuilder()
                .setDone(WriteDone.newBuilder().setSequence(sequence))
                .build(),
        notDone -> WriteResponse.newBuilder().setNotDone(notDone).build());
  }

  @Override
  public void retrieve(RetrieveRequest request, StreamObserver<RetrieveResponse> observer) {
    answer(
        observer,
        request.getCall(),
        () -> {
          CollectionNumber collection = new CollectionNumber(request.getCollection());
          List<PointId> ids = request.getIdsList().stream().map(PointMessages::read).toList();
          Selection selection = PointMessages.read(request.getSelection());
          return call -> shard.retrieve(call, collection, ids, selection);
        },
        points ->
            RetrieveResponse.newBuilder()
                .setDone(
                    RetrieveDone.newBuilder()
                        .addAllPoints(points.stream().map(PointMessages::of).toList()))
                .build(),
        notDone -> RetrieveResponse.newBuilder().setNotDone(notDone).build());
  }

  @Override
  public void search(SearchRequest request, StreamObserver<SearchResponse> observer) {
    answer(
        observer,
        request.getCall(),
        () -> {
          ShardSearch search = ShardMessages.read(request);
          return call -> shard.search(call, search);
        },
        hits -> SearchResponse.newBuilder().setDone(ShardMessages.of(hits)).build(),
        notDone -> SearchResponse.newBuilder().setNotDone(notDone).build());
  }

  @Override
  public void scroll(ScrollRequest request, StreamObserver<ScrollResponse> observer) {
    answer(
        observer,
        request.getCall(),
        () -> {
          CollectionNumber collection = new CollectionNumber(request.getCollection());
          ScrollQuery query = ShardMessages.read(request);
          return call -> shard.scroll(call, collection, query);
        },
        page -> ScrollResponse.newBuilder().setDone(ShardMessages.of(page)).build(),
        notDone -> ScrollResponse.newBuilder().setNotDone(notDone).build());
  }

  @Override
  public void figures(FiguresRequest request, StreamObserver<FiguresResponse> observer) {
    answer(
        observer,
        request.getCall(),
        () -> {
          CollectionNumber collection = new CollectionNumber(request.getCollection());
          return call -> shard.figures(call, collection);
        },
        figures -> FiguresResponse.newBuilder().setDone(ShardMessages.of(figures)).build(),
        notDone -> FiguresResponse.newBuilder().setNotDone(notDone).build());
  }

  /**
   * Answers a call: refuses what is wrong or meant for another node, else asks the shard.
   *
   * @param read reads the message; what it throws is the caller's mistake, what the work throws is
   *     ours
   */
  private <T, A extends MessageLite> void answer(
      StreamObserver<A> observer,
      Call call,
      Supplier<Function<ShardCall, ShardAnswer<T>>> read,
      Function<T, A> done,
      Function<NotDone, A> notDone) {
    Replying.reply(
        observer,
        () -> {
          long ownEpoch = topologies.current().map(Topology::epoch).orElse(0L);
          if (call.getShardEpoch() > ownEpoch) {
            NeedTopology need = NeedTopology.newBuilder().setOwnEpoch(ownEpoch).build();
            return notDone.apply(NotDone.newBuilder().setNeedTopology(need).build());
          }
          if (call.getShardId() != shard.shard().value()) {
            return notDone.apply(
                refusal(
                    Reason.UNAVAILABLE,
                    "this node holds shard %s, not %d: repeat the request"
                        .formatted(shard.shard(), call.getShardId())));
          }
          Function<ShardCall, ShardAnswer<T>> work;
          try {
            work = read.get();
          } catch (IllegalArgumentException e) {
            return notDone.apply(refusal(Reason.BAD_REQUEST, String.valueOf(e.getMessage())));
          }
          ShardCall asked =
              new ShardCall(
                  call.getShardEpoch(),
                  call.getCatalogVersion(),
                  Replying.deadline(clock),
                  consistency(call));
          return message(work.apply(asked), done, notDone);
        });
  }

  private static <T, A extends MessageLite> A message(
      ShardAnswer<T> answer, Function<T, A> done, Function<NotDone, A> notDone) {
    return switch (answer) {
      case ShardAnswer.Answered<T>(T value) -> {
        A message = done.apply(value);
        yield message.getSerializedSize() <= WireLimits.MAX_MESSAGE_BYTES
            ? message
            : notDone.apply(
                refusal(
                    Reason.BAD_REQUEST,
                    "limit: the answer of one shard is above %d bytes, ask for fewer points or "
                            .formatted(WireLimits.MAX_MESSAGE_BYTES)
                        + "without their vectors"));
      }
      case ShardAnswer.StaleTopology<T>(Topology topology) ->
          notDone.apply(NotDone.newBuilder().setStale(TopologyMapping.toMessage(topology)).build());
      case ShardAnswer.Refused<T>(Reason reason, String message) ->
          notDone.apply(refusal(reason, message));
      case ShardAnswer.Unreachable<T>(String message) ->
          throw Status.UNAVAILABLE.withDescription(message).asRuntimeException();
    };
  }

  private static Consistency consistency(Call call) {
    if (call.getStrong()) {
      return Consistency.STRONG;
    }
    return call.getStale() ? Consistency.STALE : Consistency.IN_SYNC;
  }

  private static NotDone refusal(Reason reason, String message) {
    return NotDone.newBuilder().setRefusal(ReasonMessages.of(reason, message)).build();
  }
}
