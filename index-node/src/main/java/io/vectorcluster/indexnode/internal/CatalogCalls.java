package io.vectorcluster.indexnode.internal;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.vectorcluster.indexnode.cluster.CatalogAccess;
import io.vectorcluster.indexnode.cluster.CatalogAccess.Deletion;
import io.vectorcluster.indexnode.cluster.CatalogKeeper;
import io.vectorcluster.indexnode.cluster.CatalogMapping;
import io.vectorcluster.indexnode.cluster.CatalogReader;
import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionConfig;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.Outcome.Reason;
import io.vectorcluster.wire.v1.AnnounceCatalogRequest;
import io.vectorcluster.wire.v1.AnnounceCatalogResponse;
import io.vectorcluster.wire.v1.CatalogServiceGrpc;
import io.vectorcluster.wire.v1.CreateCollectionRequest;
import io.vectorcluster.wire.v1.CreateCollectionResponse;
import io.vectorcluster.wire.v1.DeleteCollectionDone;
import io.vectorcluster.wire.v1.DeleteCollectionRequest;
import io.vectorcluster.wire.v1.DeleteCollectionResponse;
import io.vectorcluster.wire.v1.GetCatalogRequest;
import io.vectorcluster.wire.v1.GetCatalogResponse;
import io.vectorcluster.wire.v1.Unchanged;
import java.time.InstantSource;
import java.util.Optional;

/** The catalog for other nodes: served where it is kept, learnt where it is announced. */
final class CatalogCalls extends CatalogServiceGrpc.CatalogServiceImplBase {
  private final CatalogAccess keeper;
  private final CatalogReader copy;
  private final InstantSource clock;

  CatalogCalls(CatalogKeeper keeper, CatalogReader copy, InstantSource clock) {
    this.keeper = keeper;
    this.copy = copy;
    this.clock = clock;
  }

  @Override
  public void get(GetCatalogRequest request, StreamObserver<GetCatalogResponse> observer) {
    Replying.reply(
        observer,
        () -> {
          GetCatalogResponse.Builder message = GetCatalogResponse.newBuilder();
          switch (keeper.newerThan(request.getKnownVersion(), Replying.deadline(clock))) {
            case Outcome.Done<Optional<Catalog>>(Optional<Catalog> newer) ->
                newer.ifPresentOrElse(
                    catalog -> message.setCatalog(CatalogMapping.toMessage(catalog)),
                    () -> message.setUnchanged(Unchanged.getDefaultInstance()));
            case Outcome.Rejected<Optional<Catalog>>(Reason reason, String why) ->
                message.setRefusal(ReasonMessages.of(reason, why));
          }
          return message.build();
        });
  }

  @Override
  public void create(
      CreateCollectionRequest request, StreamObserver<CreateCollectionResponse> observer) {
    Replying.reply(
        observer,
        () -> {
          CreateCollectionResponse.Builder message = CreateCollectionResponse.newBuilder();
          CollectionConfig config;
          try {
            config = CatalogMapping.fromMessage(request.getConfig());
          } catch (IllegalArgumentException e) {
            return message
                .setRefusal(ReasonMessages.of(Reason.BAD_REQUEST, "Wrong input: " + e.getMessage()))
                .build();
          }
          switch (keeper.create(request.getName(), config, Replying.deadline(clock))) {
            case Outcome.Done<Catalog>(Catalog catalog) ->
                message.setCatalog(CatalogMapping.toMessage(catalog));
            case Outcome.Rejected<Catalog>(Reason reason, String why) ->
                message.setRefusal(ReasonMessages.of(reason, why));
          }
          return message.build();
        });
  }

  @Override
  public void delete(
      DeleteCollectionRequest request, StreamObserver<DeleteCollectionResponse> observer) {
    Replying.reply(
        observer,
        () -> {
          DeleteCollectionResponse.Builder message = DeleteCollectionResponse.newBuilder();
          switch (keeper.delete(request.getName(), Replying.deadline(clock))) {
            case Outcome.Done<Deletion>(Deletion deletion) ->
                message.setDone(
                    DeleteCollectionDone.newBuilder()
                        .setExisted(deletion.existed())
                        .setCatalog(CatalogMapping.toMessage(deletion.catalog())));
            case Outcome.Rejected<Deletion>(Reason reason, String why) ->
                message.setRefusal(ReasonMessages.of(reason, why));
          }
          return message.build();
        });
  }

  @Override
  public void announce(
      AnnounceCatalogRequest request, StreamObserver<AnnounceCatalogResponse> observer) {
    Replying.reply(
        observer,
        () -> {
          Catalog told;
          try {
            told = CatalogMapping.fromMessage(request.getCatalog());
          } catch (IllegalArgumentException e) {
            throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException();
          }
          copy.learn(told);
          Catalog known = copy.current();
          AnnounceCatalogResponse.Builder message =
              AnnounceCatalogResponse.newBuilder().setVersion(known.version());
          if (known.version() > told.version()) {
            message.setNewer(CatalogMapping.toMessage(known));
          }
          return message.build();
        });
  }
}
