package io.vectorcluster.indexnode.node;

import io.vectorcluster.indexnode.cluster.Coordinator;
import io.vectorcluster.indexnode.cluster.ReplicaChoice;
import io.vectorcluster.indexnode.config.NodeConfig;
import io.vectorcluster.indexnode.config.ReadsFile;
import io.vectorcluster.indexnode.config.ReplicationFile;
import io.vectorcluster.indexnode.config.ShardSeat;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.engine.VectorEngine;
import io.vectorcluster.indexnode.http.AccessKeys;
import io.vectorcluster.indexnode.http.HttpServers;
import io.vectorcluster.indexnode.metrics.Metrics;
import io.vectorcluster.indexnode.replica.ShardReplica;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.StoreId;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running index node.
 *
 * <p>Started in the order: store, place among others, ports, then the indexes, which may take long;
 * the node is ready when they are open. Closed the other way round.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  /** Requests in flight get this long; Kubernetes kills after 30 s by default. */
  private static final Duration DRAIN = Duration.ofSeconds(15);

  private static final Duration FIRST_COLLECTION_PATIENCE = Duration.ofSeconds(10);

  private final ShardStore store;
  private final LoadingShard shard;
  private final Membership membership;
  private final HttpServers servers;
  private final Vertx vertx;
  private final NodeState state;
  private @Nullable ShardReplica replica;
  private @Nullable CheckpointTimer timer;

  private Node(
      ShardStore store,
      LoadingShard shard,
      Membership membership,
      HttpServers servers,
      Vertx vertx,
      NodeState state) {
    this.store = store;
    this.shard = shard;
    this.membership = membership;
    this.servers = servers;
    this.vertx = vertx;
    this.state = state;
  }

  /**
   * Opens the store and the ports. {@link #load} has to follow.
   *
   * @throws NodeStartException if something is in the way that the operator of the node can change
   */
  public static Node start(
      NodeConfig config, NodeIdentity identity, MemoryBudget memory, InstantSource clock)
      throws NodeStartException {
    ShardStore store = NodeStores.open(config, identity, memory);
    LoadingShard shard = new LoadingShard();
    NodeState state = new NodeState(store, shard, identity, memory, config, clock);
    Vertx vertx = Vertx.vertx(withoutFiles());
    try {
      Membership membership = join(config, identity, store, shard, state, clock);
      state.joined(membership);
      Metrics metrics = new Metrics(clock);
      metrics.observe(state::figures);
      HttpServers servers =
          HttpServers.start(
              vertx,
              config,
              membership.coordinator(),
              state,
              metrics,
              AccessKeys.open(config.access()),
              clock);
      return new Node(store, shard, membership, servers, vertx, state);
    } catch (IOException e) {
      vertx.close().await();
      store.close();
      throw new NodeStartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Membership join(
      NodeConfig config,
      NodeIdentity identity,
      ShardStore store,
      LoadingShard shard,
      NodeState state,
      InstantSource clock)
      throws IOException {
    Optional<ShardSeat> seat = config.shard();
    ReplicaChoice choice =
        ReplicaChoice.of(
            store.storeId(),
            identity.name(),
            config.server().threads(),
            ReadsFile.of(config.readsFile(), clock),
            clock);
    return seat.isEmpty()
        ? Membership.standalone(store, shard, identity, choice, clock)
        : Membership.inCluster(
            new ShardId(seat.get().shard()),
            config.server().internalPort(),
            store,
            shard,
            identity,
            state::report,
            choice,
            clock);
  }

  /**
   * Opens the indexes; when this returns, every point of the store can be found.
   *
   * @param onFailure told once when the node can no longer write: the process should end
   */
  public void load(
      NodeConfig config,
      NodeIdentity identity,
      VectorEngine engine,
      InstantSource clock,
      Runnable onFailure)
      throws NodeStartException {
    OwnCatalog catalogs = new OwnCatalog(shard, membership);
    ShardReplica opened;
    try {
      opened =
          ShardReplica.open(
              new ShardReplica.Parts(
                  membership.shard(),
                  store,
                  () -> NodeStores.openRecord(config, identity, store),
                  engine,
                  membership.topologies(),
                  membership.links(),
                  ReplicationFile.of(config.replicationFile(), clock),
                  identity.incarnation(),
                  config.storage().dataDirectory().resolve("index"),
                  config.server().threads(),
                  clock,
                  catalogs,
                  onFailure),
              membership.catalog().current());
    } catch (IOException e) {
      throw new NodeStartException("the folders of the indexes: " + e.getMessage(), e);
    }
    replica = opened;
    state.loaded(opened);
    membership.catalog().listen(opened::catalogChanged);
    shard.opened(opened);
    membership.topologies().listen(opened::adopted);
    timer =
        config.storage().checkpointEvery().map(e -> new CheckpointTimer(opened, e)).orElse(null);
    createFirstCollection(config, clock);
  }

  /** {@code index.*} of the configuration file: one collection on a node that has none. */
  private void createFirstCollection(NodeConfig config, InstantSource clock) {
    if (config.firstCollection().isEmpty()
        || !config.standalone()
        || !membership.catalog().current().collections().isEmpty()) {
      return;
    }
    Deadline deadline = new Deadline(clock.instant().plus(FIRST_COLLECTION_PATIENCE));
    var created =
        membership
            .coordinator()
            .createCollection(
                NodeConfig.FIRST_COLLECTION, config.firstCollection().get(), deadline);
    if (created instanceof Outcome.Rejected<?> rejected) {
      LOG.atError()
          .addKeyValue("reason", rejected.message())
          .log("the first collection could not be created");
    }
  }

  public int dataPort() {
    return servers.ports().data();
  }

  public int managementPort() {
    return servers.ports().management();
  }

  /** Empty for a standalone node. */
  public Optional<Integer> internalPort() {
    return membership.internalPort().isPresent()
        ? Optional.of(membership.internalPort().getAsInt())
        : Optional.empty();
  }

  /** Answers requests of the whole cluster, in this process. */
  Coordinator coordinator() {
    return membership.coordinator();
  }

  /** The store of this node. */
  StoreId store() {
    return store.storeId();
  }

  /** What it holds, for tests that change it by hand. */
  ShardStore records() {
    return store;
  }

  /** Writes of others that met one they did not know of. */
  long conflicts() {
    return state.conflicts();
  }

  /** One sum a slot: equal ones are taken for equal records. */
  List<Long> slotSums() {
    Sharding sharding = membership.topologies().current().orElseThrow().sharding();
    return store.replica().slotSums(sharding.slots().count() + 1);
  }

  /** Why the node is not ready; empty text if it is. */
  public String notReady() {
    return String.join("; ", state.readiness());
  }

  /** Finishes the requests in flight, checkpoints the indexes and closes the store. */
  @Override
  public void close() {
    servers.stop(DRAIN);
    membership.close();
    if (timer != null) {
      timer.close();
    }
    if (replica != null) {
      try {
        replica.checkpoint();
      } catch (IOException | RuntimeException e) {
        LOG.warn("the last checkpoint failed: the next start replays the log", e);
      }
      replica.close();
    }
    store.close();
    vertx.close().await();
  }

  /** Nothing is served from files, and a folder for them would need a root that can be written. */
  private static VertxOptions withoutFiles() {
    return new VertxOptions()
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }
}
