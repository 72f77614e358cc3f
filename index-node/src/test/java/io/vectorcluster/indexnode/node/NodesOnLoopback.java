package io.vectorcluster.indexnode.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.vectorcluster.indexnode.config.AccessConfig;
import io.vectorcluster.indexnode.config.NodeConfig;
import io.vectorcluster.indexnode.config.ServerConfig;
import io.vectorcluster.indexnode.config.ShardSeat;
import io.vectorcluster.indexnode.config.StorageConfig;
import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.engine.exact.ExactEngine;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.MigrationReport;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TokenClientInterceptor;
import io.vectorcluster.wire.TokenFile;
import io.vectorcluster.wire.TopologyMapping;
import io.vectorcluster.wire.v1.AdoptTopologyRequest;
import io.vectorcluster.wire.v1.AdoptTopologyResponse;
import io.vectorcluster.wire.v1.NodeAdminGrpc;
import io.vectorcluster.wire.v1.StatusRequest;
import io.vectorcluster.wire.v1.StatusResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Nodes of one cluster in this process, each with its ports on loopback, and their operator. */
final class NodesOnLoopback implements AutoCloseable {
  private static final MemoryBudget MEMORY = new MemoryBudget(512L << 20);
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  final List<Node> nodes = new ArrayList<>();
  private final Map<Node, String> names = new HashMap<>();
  private final Path folder;
  private int incarnations;
  private final Path tokenFile;
  private final Path replication;
  private final Path reads;

  NodesOnLoopback(Path folder) throws IOException {
    this.folder = folder;
    this.tokenFile = Files.writeString(folder.resolve("token"), TOKEN);
    this.replication = folder.resolve("replication.json");
    this.reads = folder.resolve("reads.json");
    read("{}");
    rememberDeletesFor(Durability.DEFAULT.gcGrace());
  }

  /** Nodes know at their start, or after some seconds. */
  void read(String settings) throws IOException {
    Files.writeString(reads, settings);
  }

  /** Nodes know at their start, or after some seconds. */
  void rememberDeletesFor(Duration gcGrace) throws IOException {
    Files.writeString(
        replication,
        "{\"mode\":\"PrimaryReplica\",\"acks\":\"InSync\",\"minInSync\":1,\"gcGrace\":\"%s\"}"
            .formatted(gcGrace));
  }

  /** Starts a node of shard {@code id}; a port of 0 takes a free one. */
  Node start(int id, int internalPort) throws NodeStartException {
    return start(id, "shard-" + id, internalPort);
  }

  /** The same for one of several replicas, each with its own name. */
  Node start(int id, String name, int internalPort) throws NodeStartException {
    return start(Optional.of(new ShardSeat(id, OptionalInt.empty())), name, internalPort);
  }

  Node startAlone() throws NodeStartException {
    return start(Optional.empty(), "alone", 0);
  }

  private Node start(Optional<ShardSeat> seat, String name, int internalPort)
      throws NodeStartException {
    NodeConfig config =
        new NodeConfig(
            new ServerConfig("127.0.0.1", 0, 0, internalPort, 2),
            new StorageConfig(folder.resolve(name), Optional.empty()),
            new AccessConfig.LocalOnly(),
            seat,
            Optional.empty(),
            Optional.empty(),
            Optional.of(replication),
            Optional.of(reads));
    NodeIdentity identity =
        new NodeIdentity(
            ++incarnations,
            new StoreId(UUID.nameUUIDFromBytes(name.getBytes(UTF_8))),
            name,
            "test",
            tokenFile);
    Node node = Node.start(config, identity, MEMORY, InstantSource.system());
    nodes.add(node);
    names.put(node, name);
    node.load(config, identity, new ExactEngine(), InstantSource.system(), () -> {});
    return node;
  }

  String name(Node node) {
    return names.getOrDefault(node, "unknown");
  }

  void stop(Node node) {
    nodes.remove(node);
    node.close();
  }

  /** Takes the checkpoints of a stopped node's indexes away. */
  void dropIndexes(String name) throws IOException {
    Path indexes = folder.resolve(name).resolve("index");
    try (Stream<Path> files = Files.walk(indexes)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** What an operator does with fresh nodes: asks them who they are, and tells all of all. */
  Topology publish() {
    Map<ShardId, ReplicaSet> replicas = new HashMap<>();
    for (Node node : nodes) {
      StatusResponse status = status(node);
      int port = node.internalPort().orElseThrow();
      StoreId store = new StoreId(uuid(status.getStoreId()));
      replicas.put(
          new ShardId(status.getShardId()),
          ReplicaSet.single(new Member(store, "127.0.0.1", port)));
    }
    Topology topology =
        Topology.first(
                new ClusterId(new UUID(1, 1)),
                1,
                Sharding.DEFAULT,
                replicas.keySet(),
                Placement.first(Sharding.DEFAULT, replicas.keySet()))
            .withReplicas(replicas);
    nodes.forEach(node -> adopt(node, topology));
    return topology;
  }

  private static UUID uuid(ByteString bytes) {
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  StatusResponse status(Node node) {
    return ask(node, stub -> stub.status(StatusRequest.getDefaultInstance()));
  }

  AdoptTopologyResponse adopt(Node node, Topology topology) {
    return ask(
        node,
        stub ->
            stub.adoptTopology(
                AdoptTopologyRequest.newBuilder()
                    .setTopology(TopologyMapping.toMessage(topology))
                    .build()));
  }

  /** What a node says of its shard's members, if it says anything. */
  Optional<MemberReport> report(Node node) {
    StatusResponse status;
    try {
      status = status(node);
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
    if (!status.hasMembers()) {
      return Optional.empty();
    }
    io.vectorcluster.wire.v1.MemberReport said = status.getMembers();
    return Optional.of(
        new MemberReport(
            new StoreId(uuid(status.getStoreId())),
            said.getEpoch(),
            said.getServing(),
            stores(said.getSilentList()),
            stores(said.getLostList()),
            stores(said.getReadyList()),
            said.getPrimarySilent(),
            said.getLast(),
            said.getMigrationsList().stream()
                .map(each -> new MigrationReport(each.getSlot(), each.getSince(), each.getOpened()))
                .toList()));
  }

  private static SortedSet<StoreId> stores(List<ByteString> ids) {
    TreeSet<StoreId> stores = new TreeSet<>();
    ids.forEach(id -> stores.add(new StoreId(uuid(id))));
    return stores;
  }

  private <T> T ask(Node node, Function<NodeAdminGrpc.NodeAdminBlockingStub, T> call) {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", node.internalPort().orElseThrow(), InsecureChannelCredentials.create())
            .intercept(new TokenClientInterceptor(new TokenFile(tokenFile, InstantSource.system())))
            .build();
    try {
      return call.apply(NodeAdminGrpc.newBlockingStub(channel));
    } finally {
      channel.shutdownNow();
    }
  }

  @Override
  public void close() {
    List.copyOf(nodes).forEach(this::stop);
  }
}
