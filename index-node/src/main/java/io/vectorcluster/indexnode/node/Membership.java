package io.vectorcluster.indexnode.node;

import io.vectorcluster.indexnode.cluster.CatalogCopy;
import io.vectorcluster.indexnode.cluster.CatalogFollower;
import io.vectorcluster.indexnode.cluster.CatalogKeeper;
import io.vectorcluster.indexnode.cluster.CatalogReader;
import io.vectorcluster.indexnode.cluster.Coordinator;
import io.vectorcluster.indexnode.cluster.GuardedShard;
import io.vectorcluster.indexnode.cluster.LocalFirst;
import io.vectorcluster.indexnode.cluster.RecordLog;
import io.vectorcluster.indexnode.cluster.ReplicaChoice;
import io.vectorcluster.indexnode.cluster.TopologyHolder;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.internal.InternalServer;
import io.vectorcluster.indexnode.internal.NodeReport;
import io.vectorcluster.indexnode.internal.RemoteMembers;
import io.vectorcluster.indexnode.internal.RemotePeers;
import io.vectorcluster.indexnode.replication.ReplicaLinks;
import io.vectorcluster.indexnode.store.KeptRecord;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.indexnode.store.StoredCopy;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.wire.TokenFile;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A node's place among others: its coordinator, its copies of topology and catalog, and, in a
 * cluster, its internal port and its connections to the other nodes.
 *
 * @param links to the other members of its shard
 * @param internalPort empty for a standalone node, which opens none
 * @param closing what ends it, the first first
 */
record Membership(
    ShardId shard,
    TopologyHolder topologies,
    CatalogCopy catalog,
    Coordinator coordinator,
    ReplicaLinks links,
    OptionalInt internalPort,
    Deque<Runnable> closing)
    implements AutoCloseable {

  /** A node by itself: its one shard owns every slot, and there is nobody else. */
  static Membership standalone(
      ShardStore store,
      LoadingShard local,
      NodeIdentity identity,
      ReplicaChoice choice,
      InstantSource clock) {
    TopologyHolder topologies = TopologyHolder.standalone(store.storeId());
    CatalogCopy copy = new CatalogCopy(log(store, KeptRecord.CATALOG));
    Supplier<RequestId> requests = requestIds(identity);
    CatalogInShard kept = new CatalogInShard(topologies, local, requests);
    CatalogKeeper keeper =
        new CatalogKeeper(topologies, store.storeId(), kept, copy, (_, _) -> Optional.empty());
    CatalogReader catalog =
        new CatalogReader(
            copy,
            topologies,
            LocalFirst.keeper(store.storeId(), keeper, LocalFirst.noKeepers()),
            clock);
    GuardedShard guarded =
        new GuardedShard(ShardId.CATALOG, store.storeId(), topologies, catalog, local);
    Coordinator coordinator =
        new Coordinator(
            topologies,
            catalog,
            LocalFirst.shards(choice, topologies, guarded, LocalFirst.noMembers()),
            choice.policy(),
            clock,
            requests);
    return new Membership(
        ShardId.CATALOG,
        topologies,
        copy,
        coordinator,
        ReplicaLinks.NONE,
        OptionalInt.empty(),
        new ArrayDeque<>());
  }

  /** A node of a cluster; it starts from the topology it kept, if it has one. */
  static Membership inCluster(
      ShardId shard,
      int port,
      ShardStore store,
      LoadingShard local,
      NodeIdentity identity,
      Supplier<NodeReport> report,
      ReplicaChoice choice,
      InstantSource clock)
      throws IOException {
    TopologyHolder topologies =
        new TopologyHolder(log(store, KeptRecord.TOPOLOGY), log(store, KeptRecord.PROMISE));
    CatalogCopy copy = new CatalogCopy(log(store, KeptRecord.CATALOG));
    TokenFile tokens = new TokenFile(identity.tokenFile(), clock);
    RemotePeers peers = new RemotePeers(store.storeId(), tokens, topologies, clock);
    RemoteMembers members = new RemoteMembers(shard, store.storeId(), topologies, peers);
    Supplier<RequestId> requests = requestIds(identity);
    CatalogInShard kept = new CatalogInShard(topologies, local, requests);
    CatalogKeeper keeper =
        new CatalogKeeper(topologies, store.storeId(), kept, copy, peers::announce);
    CatalogReader catalog =
        new CatalogReader(
            copy, topologies, LocalFirst.keeper(store.storeId(), keeper, peers::keeper), clock);
    GuardedShard guarded = new GuardedShard(shard, store.storeId(), topologies, catalog, local);
    Coordinator coordinator =
        new Coordinator(
            topologies,
            catalog,
            LocalFirst.shards(choice, topologies, guarded, peers::shard),
            choice.policy(),
            clock,
            requests);
    InternalServer server =
        InternalServer.start(
            port,
            tokens,
            new InternalServer.Parts(
                store.storeId(), guarded, topologies, catalog, keeper, local, report),
            clock);
    members.beat(() -> local.lives(clock.instant()));
    Deque<Runnable> closing = new ArrayDeque<>();
    CatalogFollower follower = new CatalogFollower(catalog, clock);
    topologies.listen(topology -> follower.hurry());
    closing.add(follower::close);
    closing.add(server::close);
    closing.add(members::close);
    closing.add(peers::close);
    return new Membership(
        shard, topologies, copy, coordinator, members, OptionalInt.of(server.port()), closing);
  }

  private static RecordLog log(ShardStore store, KeptRecord which) {
    return RecordLog.of(
        () -> store.kept(which).map(StoredCopy::bytes),
        (bytes, number) -> store.keep(which, bytes, number));
  }

  /** Unique while incarnations are: one number for the process, one for the request. */
  private static Supplier<RequestId> requestIds(NodeIdentity identity) {
    AtomicLong count = new AtomicLong();
    return () -> new RequestId(identity.incarnation(), count.incrementAndGet());
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
    closing.clear();
  }
}
