package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.cluster.CatalogCopy;
import io.vectorcluster.indexnode.cluster.CatalogKeeper;
import io.vectorcluster.indexnode.cluster.CatalogReader;
import io.vectorcluster.indexnode.cluster.Coordinator;
import io.vectorcluster.indexnode.cluster.GuardedShard;
import io.vectorcluster.indexnode.cluster.LocalFirst;
import io.vectorcluster.indexnode.cluster.RecordLog;
import io.vectorcluster.indexnode.cluster.ReplicaChoice;
import io.vectorcluster.indexnode.cluster.TopologyHolder;
import io.vectorcluster.indexnode.core.ReadPolicy;
import io.vectorcluster.indexnode.core.RepairFigures;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.wire.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A whole node but for its store and engine, with a real internal port on loopback. */
final class TestNode implements AutoCloseable {
  static final String TOKEN = "test-token-0123456789-0123456789";

  final ShardId shard;
  final StoreId store;
  final MemoryShard points;
  final MemoryLog topologyLog;
  final MemoryLog catalogLog;
  final TopologyHolder topologies;
  final CatalogCopy copy;
  final CatalogReader catalog;
  final GuardedShard guarded;
  final Coordinator coordinator;
  final RemotePeers peers;
  final InternalServer server;
  volatile ReadPolicy reads = ReadPolicy.DEFAULT;

  /** A node with an empty store. */
  TestNode(int shard) {
    this(shard, 0, new MemoryShard(), new MemoryLog(), new MemoryLog(), () -> List.of(TOKEN));
  }

  TestNode(int shard, Tokens tokens) {
    this(shard, 0, new MemoryShard(), new MemoryLog(), new MemoryLog(), tokens);
  }

  private TestNode(
      int shard,
      int port,
      MemoryShard points,
      MemoryLog topologyLog,
      MemoryLog catalogLog,
      Tokens tokens) {
    InstantSource clock = InstantSource.system();
    AtomicLong requests = new AtomicLong();
    this.shard = new ShardId(shard);
    this.store = new StoreId(new UUID(1, shard));
    this.points = points;
    this.topologyLog = topologyLog;
    this.catalogLog = catalogLog;
    this.topologies = new TopologyHolder(topologyLog, RecordLog.NONE);
    this.copy = new CatalogCopy(catalogLog);
    copy.listen(points::collectionsChanged);
    this.peers = new RemotePeers(store, tokens, topologies, clock);
    CatalogKeeper keeper =
        new CatalogKeeper(topologies, store, new MemoryCatalog(copy), copy, peers::announce);
    this.catalog =
        new CatalogReader(copy, topologies, LocalFirst.keeper(store, keeper, peers::keeper), clock);
    this.guarded = new GuardedShard(this.shard, store, topologies, catalog, points);
    this.coordinator =
        new Coordinator(
            topologies,
            catalog,
            LocalFirst.shards(
                ReplicaChoice.of(store, "pod-" + shard, 1, () -> reads, clock),
                topologies,
                guarded,
                peers::shard),
            () -> reads,
            clock,
            () -> new RequestId(shard, requests.incrementAndGet()));
    NodeReport.Space space = new NodeReport.Space(1, 2, 3);
    NodeReport report =
        new NodeReport(
            99,
            "pod-" + shard,
            5,
            List.of(),
            6,
            space,
            space,
            space,
            1,
            "test",
            Optional.empty(),
            RepairFigures.NONE);
    InternalServer.Parts parts =
        new InternalServer.Parts(
            store, guarded, topologies, catalog, keeper, ReplicaInbox.NONE, () -> report);
    try {
      this.server = InternalServer.start(port, tokens, parts, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Member member() {
    return new Member(store, "127.0.0.1", server.port());
  }

  /** The node after a restart of its process: same disk, same port. */
  TestNode restart() {
    int port = server.port();
    close();
    return new TestNode(shard.value(), port, points, topologyLog, catalogLog, () -> List.of(TOKEN));
  }

  @Override
  public void close() {
    points.release();
    server.close();
    peers.close();
  }
}
