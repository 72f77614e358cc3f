package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.cluster.CatalogAccess;
import io.vectorcluster.indexnode.cluster.CatalogMapping;
import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.v1.AnnounceCatalogRequest;
import io.vectorcluster.wire.v1.AnnounceCatalogResponse;
import io.vectorcluster.wire.v1.CatalogServiceGrpc;
import io.vectorcluster.wire.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import io.vectorcluster.wire.v1.CreateCollectionRequest;
import io.vectorcluster.wire.v1.CreateCollectionResponse;
import io.vectorcluster.wire.v1.DeleteCollectionRequest;
import io.vectorcluster.wire.v1.DeleteCollectionResponse;
import io.vectorcluster.wire.v1.GetCatalogRequest;
import io.vectorcluster.wire.v1.GetCatalogResponse;
import io.vectorcluster.wire.v1.Refusal;
import java.util.Optional;
import java.util.function.Function;

/** The catalog at another node, its keeper. */
final class RemoteCatalog implements CatalogAccess {
  private final Peer peer;
  private final CatalogServiceBlockingStub stub;

  RemoteCatalog(Peer peer) {
    this.peer = peer;
    this.stub = CatalogServiceGrpc.newBlockingStub(peer.channel());
  }

  @Override
  public Outcome<Optional<Catalog>> newerThan(long version, Deadline deadline) {
    return call(
        deadline,
        service -> {
          GetCatalogResponse answer =
              service.get(GetCatalogRequest.newBuilder().setKnownVersion(version).build());
          return switch (answer.getAnswerCase()) {
            case CATALOG ->
                Outcome.done(Optional.of(CatalogMapping.fromMessage(answer.getCatalog())));
            case UNCHANGED -> Outcome.done(Optional.empty());
            case REFUSAL -> rejected(answer.getRefusal());
            case ANSWER_NOT_SET -> notUnderstood();
          };
        });
  }

  @Override
  public Outcome<Catalog> create(String name, CollectionConfig config, Deadline deadline) {
    return call(
        deadline,
        service -> {
          CreateCollectionResponse answer =
              service.create(
                  CreateCollectionRequest.newBuilder()
                      .setName(name)
                      .setConfig(CatalogMapping.toMessage(config))
                      .build());
          return switch (answer.getAnswerCase()) {
            case CATALOG -> Outcome.done(CatalogMapping.fromMessage(answer.getCatalog()));
            case REFUSAL -> rejected(answer.getRefusal());
            case ANSWER_NOT_SET -> notUnderstood();
          };
        });
  }

  @Override
  public Outcome<Deletion> delete(String name, Deadline deadline) {
    return call(
        deadline,
        service -> {
          DeleteCollectionResponse answer =
              service.delete(DeleteCollectionRequest.newBuilder().setName(name).build());
          return switch (answer.getAnswerCase()) {
            case DONE ->
                Outcome.done(
                    new Deletion(
                        answer.getDone().getExisted(),
                        CatalogMapping.fromMessage(answer.getDone().getCatalog())));
            case REFUSAL -> rejected(answer.getRefusal());
            case ANSWER_NOT_SET -> notUnderstood();
          };
        });
  }

  /**
   * Tells the node of a catalog, as its keeper does; whether it heard is not waited for twice.
   *
   * @return the node's own if that is newer
   */
  Outcome<Optional<Catalog>> announce(Catalog catalog, Deadline deadline) {
    AnnounceCatalogRequest request =
        AnnounceCatalogRequest.newBuilder().setCatalog(CatalogMapping.toMessage(catalog)).build();
    return call(
        deadline,
        service -> {
          AnnounceCatalogResponse answer = service.announce(request);
          return Outcome.done(
              answer.hasNewer()
                  ? Optional.of(CatalogMapping.fromMessage(answer.getNewer()))
                  : Optional.empty());
        });
  }

  private <T> Outcome<T> call(
      Deadline deadline, Function<CatalogServiceBlockingStub, Outcome<T>> work) {
    ShardAnswer<Outcome<T>> answer =
        peer.call(stub, deadline, service -> new ShardAnswer.Answered<>(understood(service, work)));
    return switch (answer) {
      case ShardAnswer.Answered<Outcome<T>>(Outcome<T> outcome) -> outcome;
      case ShardAnswer.Refused<Outcome<T>>(Reason reason, String message) ->
          Outcome.rejected(reason, message);
      case ShardAnswer.Unreachable<Outcome<T>>(String message) ->
          Outcome.rejected(
              Reason.UNAVAILABLE, "the keeper of the catalog does not answer: " + message);
      case ShardAnswer.StaleTopology<Outcome<T>>(Topology _) ->
          throw new IllegalStateException("a peer's connection knows no topology");
    };
  }

  private static <T> Outcome<T> understood(
      CatalogServiceBlockingStub service, Function<CatalogServiceBlockingStub, Outcome<T>> work) {
    try {
      return work.apply(service);
    } catch (IllegalArgumentException e) {
      return Outcome.rejected(
          Reason.UNAVAILABLE, "the catalog is not understood: " + e.getMessage());
    }
  }

  private static <T> Outcome<T> rejected(Refusal refusal) {
    return Outcome.rejected(ReasonMessages.read(refusal.getReason()), refusal.getMessage());
  }

  private static <T> Outcome<T> notUnderstood() {
    return Outcome.rejected(
        Reason.UNAVAILABLE, "the keeper of the catalog answers with nothing this release knows");
  }
}
