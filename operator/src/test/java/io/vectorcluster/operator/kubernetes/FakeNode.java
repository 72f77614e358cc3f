package io.vectorcluster.operator.kubernetes;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TokenServerInterceptor;
import io.vectorcluster.wire.TopologyMapping;
import io.vectorcluster.wire.v1.AdoptTopologyRequest;
import io.vectorcluster.wire.v1.AdoptTopologyResponse;
import io.vectorcluster.wire.v1.Adoption;
import io.vectorcluster.wire.v1.GetTopologyRequest;
import io.vectorcluster.wire.v1.GetTopologyResponse;
import io.vectorcluster.wire.v1.NodeAdminGrpc;
import io.vectorcluster.wire.v1.PromiseRequest;
import io.vectorcluster.wire.v1.PromiseResponse;
import io.vectorcluster.wire.v1.StatusRequest;
import io.vectorcluster.wire.v1.StatusResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The internal port of an index node, as far as the operator sees it, with a disk that stays. */
final class FakeNode implements AutoCloseable {

  /** What survives a pod. */
  static final class Disk {
    private final StoreId store;
    final AtomicReference<@Nullable Topology> topology = new AtomicReference<>();
    final AtomicLong promised = new AtomicLong();
    volatile long points;
    volatile int collections;

    Disk(long number) {
      this.store = new StoreId(new UUID(0x4000, 0x8000_0000_0000_0000L + number));
    }

    StoreId store() {
      return store;
    }

    /** Whether it is a member of the topology it holds. */
    boolean isMember() {
      return entry().isPresent();
    }

    /** Points are where slots are. */
    long held() {
      return entry()
          .map(shard -> Objects.requireNonNull(topology.get()).assignment().count(shard.id()))
          .filter(slots -> slots > 0)
          .map(_ -> points)
          .orElse(0L);
    }

    /** Ready nodes are in sync. */
    boolean isInSync() {
      return entry().filter(shard -> shard.replicas().isInSync(store)).isPresent();
    }

    Optional<ShardEntry> entry() {
      return Optional.ofNullable(topology.get()).flatMap(held -> held.shardOf(store));
    }
  }

  private final Disk disk;
  private final Supplier<FakeMembers> members;
  private final Server server;

  FakeNode(
      String address, Disk disk, Supplier<List<String>> tokens, Supplier<FakeMembers> members) {
    this.disk = disk;
    this.members = members;
    try {
      this.server =
          NettyServerBuilder.forAddress(new InetSocketAddress(address, Names.INTERNAL_PORT))
              .intercept(new TokenServerInterceptor(tokens::get))
              .addService(new Admin())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("no port 7433 on " + address, e);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Admin extends NodeAdminGrpc.NodeAdminImplBase {
    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> answer) {
      long promised = disk.promised.get();
      @Nullable Topology held = disk.topology.get();
      StatusResponse.Builder status =
          StatusResponse.newBuilder()
              .setStoreId(bytes(disk.store.value()))
              .setPromisedEpoch(promised)
              .setPoints(disk.held())
              .setCollections(disk.collections)
              .setReady(disk.isInSync());
      members.get().report(disk).ifPresent(status::setMembers);
      if (held != null) {
        status.setClusterId(bytes(held.clusterId().value())).setTopologyEpoch(held.epoch());
      }
      answer.onNext(status.build());
      answer.onCompleted();
    }

    @Override
    public void adoptTopology(
        AdoptTopologyRequest request, StreamObserver<AdoptTopologyResponse> answer) {
      Topology offered = TopologyMapping.fromMessage(request.getTopology());
      @Nullable Topology held = disk.topology.get();
      boolean newer =
          held == null || (offered.supersedes(held) && offered.epoch() >= disk.promised.get());
      if (newer) {
        disk.topology.set(offered);
      }
      answer.onNext(
          AdoptTopologyResponse.newBuilder()
              .setResult(newer ? Adoption.ADOPTION_ADOPTED : Adoption.ADOPTION_OLDER)
              .build());
      answer.onCompleted();
    }

    @Override
    public void promise(PromiseRequest request, StreamObserver<PromiseResponse> answer) {
      long promised = disk.promised.accumulateAndGet(request.getEpoch(), Math::max);
      answer.onNext(PromiseResponse.newBuilder().setEpoch(promised).build());
      answer.onCompleted();
    }

    @Override
    public void getTopology(
        GetTopologyRequest request, StreamObserver<GetTopologyResponse> answer) {
      @Nullable Topology held = disk.topology.get();
      GetTopologyResponse.Builder response =
          GetTopologyResponse.newBuilder().setStoreId(bytes(disk.store.value()));
      if (held != null) {
        response.setTopology(TopologyMapping.toMessage(held));
      }
      answer.onNext(response.build());
      answer.onCompleted();
    }
  }

  static ByteString bytes(UUID uuid) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }
}
