package io.vectorcluster.indexnode.internal;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.vectorcluster.indexnode.cluster.Adoption;
import io.vectorcluster.indexnode.cluster.CatalogReader;
import io.vectorcluster.indexnode.cluster.Standing;
import io.vectorcluster.indexnode.cluster.TopologyHolder;
import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.MigrationReport;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TopologyMapping;
import io.vectorcluster.wire.UuidBytes;
import io.vectorcluster.wire.v1.AdoptTopologyRequest;
import io.vectorcluster.wire.v1.AdoptTopologyResponse;
import io.vectorcluster.wire.v1.GetTopologyRequest;
import io.vectorcluster.wire.v1.GetTopologyResponse;
import io.vectorcluster.wire.v1.NodeAdminGrpc;
import io.vectorcluster.wire.v1.NotReady;
import io.vectorcluster.wire.v1.PromiseRequest;
import io.vectorcluster.wire.v1.PromiseResponse;
import io.vectorcluster.wire.v1.StatusRequest;
import io.vectorcluster.wire.v1.StatusResponse;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the operator asks of this node. */
final class NodeAdminService extends NodeAdminGrpc.NodeAdminImplBase {
  private final ShardId shard;
  private final StoreId store;
  private final TopologyHolder topologies;
  private final CatalogReader catalog;
  private final Supplier<NodeReport> report;

  NodeAdminService(
      ShardId shard,
      StoreId store,
      TopologyHolder topologies,
      CatalogReader catalog,
      Supplier<NodeReport> report) {
    this.shard = shard;
    this.store = store;
    this.topologies = topologies;
    this.catalog = catalog;
    this.report = report;
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
    Replying.reply(observer, () -> status(report.get()));
  }

  private StatusResponse status(NodeReport node) {
    // Before the topology: what is read afterwards is what counts under the promise.
    long promised = topologies.promised();
    Optional<Topology> topology = topologies.current();
    Catalog known = catalog.current();
    List<NotReady> notReady =
        Stream.concat(
                Standing.of(topology, shard, store).notReady().stream(), node.notReady().stream())
            .map(
                reason ->
                    NotReady.newBuilder().setId(reason.id()).setMessage(reason.message()).build())
            .toList();
    StatusResponse.Builder status =
        StatusResponse.newBuilder()
            .setStoreId(UuidBytes.of(store.value()))
            .setIncarnation(node.incarnation())
            .setPod(node.pod())
            .setShardId(shard.value())
            .setTopologyEpoch(topology.map(Topology::epoch).orElse(0L))
            .setPromisedEpoch(promised)
            .setCatalogVersion(known.version())
            .setPosition(node.position())
            .setReady(notReady.isEmpty())
            .addAllNotReady(notReady)
            .setPoints(node.points())
            .setCollections(known.collections().size())
            .setDiskUsedBytes(node.disk().usedBytes())
            .setDiskFreeBytes(node.disk().freeBytes())
            .setDiskTotalBytes(node.disk().totalBytes())
            .setMemoryUsedBytes(node.memory().usedBytes())
            .setMemoryLimitBytes(node.memory().totalBytes())
            .setIndexBytes(node.index().usedBytes())
            .setIndexLimitBytes(node.index().totalBytes())
            .setFormat(node.format())
            .setVersion(node.version())
            .setDivergentSlots(node.repairs().divergentSlots())
            .setRepairedRecords(node.repairs().repairedRecords())
            .setScrubbedPoints(node.repairs().scrubbedPoints());
    node.members().ifPresent(report -> status.setMembers(message(report)));
    topology.ifPresent(own -> status.setClusterId(UuidBytes.of(own.clusterId().value())));
    return status.build();
  }

  private static io.vectorcluster.wire.v1.MemberReport message(MemberReport report) {
    return io.vectorcluster.wire.v1.MemberReport.newBuilder()
        .setEpoch(report.epoch())
        .setServing(report.serving())
        .addAllSilent(bytes(report.silent()))
        .addAllLost(bytes(report.lost()))
        .addAllReady(bytes(report.ready()))
        .setPrimarySilent(report.primarySilent())
        .setLast(report.last())
        .addAllMigrations(report.migrations().stream().map(NodeAdminService::message).toList())
        .build();
  }

  private static io.vectorcluster.wire.v1.MigrationReport message(MigrationReport report) {
    return io.vectorcluster.wire.v1.MigrationReport.newBuilder()
        .setSlot(report.slot())
        .setSince(report.since())
        .setOpened(report.opened())
        .build();
  }

  private static List<ByteString> bytes(SortedSet<StoreId> stores) {
    return stores.stream().map(store -> UuidBytes.of(store.value())).toList();
  }

  @Override
  public void adoptTopology(
      AdoptTopologyRequest request, StreamObserver<AdoptTopologyResponse> observer) {
    Replying.reply(
        observer,
        () -> {
          Topology offered;
          try {
            offered = TopologyMapping.fromMessage(request.getTopology());
          } catch (IllegalArgumentException e) {
            throw Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException();
          }
          return message(topologies.adopt(offered));
        });
  }

  private static AdoptTopologyResponse message(Adoption adoption) {
    AdoptTopologyResponse.Builder message =
        AdoptTopologyResponse.newBuilder().setEpoch(adoption.own().epoch());
    return switch (adoption) {
      case Adoption.Adopted _ ->
          message.setResult(io.vectorcluster.wire.v1.Adoption.ADOPTION_ADOPTED).build();
      case Adoption.Same _ ->
          message.setResult(io.vectorcluster.wire.v1.Adoption.ADOPTION_SAME).build();
      case Adoption.Older older ->
          message
              .setResult(io.vectorcluster.wire.v1.Adoption.ADOPTION_OLDER)
              .setOwn(TopologyMapping.toMessage(older.own()))
              .build();
      case Adoption.Conflicting conflicting ->
          message
              .setResult(io.vectorcluster.wire.v1.Adoption.ADOPTION_CONFLICTING)
              .setOwn(TopologyMapping.toMessage(conflicting.own()))
              .build();
    };
  }

  @Override
  public void promise(PromiseRequest request, StreamObserver<PromiseResponse> observer) {
    Replying.reply(
        observer,
        () ->
            PromiseResponse.newBuilder().setEpoch(topologies.promise(request.getEpoch())).build());
  }

  @Override
  public void getTopology(
      GetTopologyRequest request, StreamObserver<GetTopologyResponse> observer) {
    Replying.reply(
        observer,
        () -> {
          GetTopologyResponse.Builder message =
              GetTopologyResponse.newBuilder().setStoreId(UuidBytes.of(store.value()));
          topologies
              .current()
              .ifPresent(own -> message.setTopology(TopologyMapping.toMessage(own)));
          return message.build();
        });
  }
}
