package io.vectorcluster.indexnode.rehearsal;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.vectorcluster.indexnode.config.AccessConfig;
import io.vectorcluster.indexnode.config.NodeConfig;
import io.vectorcluster.indexnode.config.ServerConfig;
import io.vectorcluster.indexnode.config.ShardSeat;
import io.vectorcluster.indexnode.config.StorageConfig;
import io.vectorcluster.indexnode.engine.VectorEngine;
import io.vectorcluster.indexnode.node.MemoryBudget;
import io.vectorcluster.indexnode.node.Node;
import io.vectorcluster.indexnode.node.NodeIdentity;
import io.vectorcluster.indexnode.node.NodeStartException;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
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
import io.vectorcluster.wire.v1.NodeAdminGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Three nodes of this process on loopback: two copies of one shard, one of another. So all that
 * nodes ask each other happens.
 */
final class RehearsalCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String TOKEN = "a-token-for-nodes-of-one-process";
  private static final MemoryBudget MEMORY = new MemoryBudget(512L << 20);
  private static final ShardId TWICE = new ShardId(0);
  private static final ShardId ONCE = new ShardId(1);

  private final List<Node> nodes = new ArrayList<>();
  private final Path folder;
  private final Path tokenFile;
  private final VectorEngine engine;
  private final InstantSource clock;

  private RehearsalCluster(Path folder, Path tokenFile, VectorEngine engine, InstantSource clock) {
    this.folder = folder;
    this.tokenFile = tokenFile;
    this.engine = engine;
    this.clock = clock;
  }

  /** Nodes that know of each other, their stores below a folder. */
  static RehearsalCluster start(Path folder, VectorEngine engine, InstantSource clock)
      throws IOException, NodeStartException {
    Path tokenFile = Files.writeString(folder.resolve("token"), TOKEN);
    RehearsalCluster cluster = new RehearsalCluster(folder, tokenFile, engine, clock);
    try {
      Map<ShardId, ReplicaSet> shards = new LinkedHashMap<>();
      Member first = cluster.member(TWICE, 1);
      Member second = cluster.member(TWICE, 2);
      shards.put(
          TWICE,
          ReplicaSet.of(
              List.of(first, second), first.store(), List.of(first.store(), second.store())));
      shards.put(ONCE, ReplicaSet.single(cluster.member(ONCE, 3)));
      cluster.publish(shards);
      return cluster;
    } catch (NodeStartException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private Member member(ShardId shard, int number) throws NodeStartException {
    String name = "node-" + number;
    StoreId store = new StoreId(new UUID(0, number));
    NodeConfig config =
        new NodeConfig(
            new ServerConfig(HOST, 0, 0, 0, 2),
            new StorageConfig(folder.resolve(name), Optional.empty()),
            new AccessConfig.LocalOnly(),
            Optional.of(new ShardSeat(shard.value(), OptionalInt.empty())),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    NodeIdentity identity = new NodeIdentity(number, store, name, "rehearsal", tokenFile);
    Node node = Node.start(config, identity, MEMORY, clock);
    nodes.add(node);
    node.load(
        config,
        identity,
        engine,
        clock,
        () -> {
          throw new IllegalStateException(name + " can no longer write");
        });
    return new Member(store, HOST, node.internalPort().orElseThrow());
  }

  /** What the operator does for nodes that are new. */
  private void publish(Map<ShardId, ReplicaSet> shards) {
    Topology topology =
        Topology.first(
                new ClusterId(new UUID(0, 0)),
                1,
                Sharding.DEFAULT,
                shards.keySet(),
                Placement.first(Sharding.DEFAULT, shards.keySet()))
            .withReplicas(shards);
    AdoptTopologyRequest request =
        AdoptTopologyRequest.newBuilder().setTopology(TopologyMapping.toMessage(topology)).build();
    for (Node node : nodes) {
      ManagedChannel channel =
          Grpc.newChannelBuilderForAddress(
                  HOST, node.internalPort().orElseThrow(), InsecureChannelCredentials.create())
              .intercept(new TokenClientInterceptor(new TokenFile(tokenFile, clock)))
              .build();
      try {
        NodeAdminGrpc.newBlockingStub(channel).adoptTopology(request);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
  }
}
