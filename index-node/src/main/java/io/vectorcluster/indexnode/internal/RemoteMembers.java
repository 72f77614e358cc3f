package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.cluster.TopologyHolder;
import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.ReplicaLinks;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TopologyMapping;
import io.vectorcluster.wire.v1.AdoptTopologyRequest;
import io.vectorcluster.wire.v1.GetTopologyRequest;
import io.vectorcluster.wire.v1.GetTopologyResponse;
import io.vectorcluster.wire.v1.NodeAdminGrpc;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other members of this node's shard, and those of shards that slots move from or to, over
 * their internal ports.
 */
public final class RemoteMembers implements ReplicaLinks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteMembers.class);

  /** Half of it is lost before a member is taken for silent (protocol T4). */
  private static final Duration ALIVE_EVERY = Duration.ofMillis(300);

  private static final Duration TOPOLOGY_PATIENCE = Duration.ofSeconds(2);

  private final ShardId shard;
  private final StoreId own;
  private final TopologyHolder topologies;
  private final RemotePeers peers;
  private final Map<Member, ReplicaStream> streams = new ConcurrentHashMap<>();
  private final Set<StoreId> exchanging = ConcurrentHashMap.newKeySet();
  private final ExecutorService exchanges = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("replica-heart").factory());

  public RemoteMembers(ShardId shard, StoreId own, TopologyHolder topologies, RemotePeers peers) {
    this.shard = shard;
    this.own = own;
    this.topologies = topologies;
    this.peers = peers;
  }

  /**
   * Tells the other members again and again that this process lives.
   *
   * @param lives whether its replica does
   */
  public void beat(BooleanSupplier lives) {
    var _ =
        heart.scheduleAtFixedRate(
            () -> beatOnce(lives), 0, ALIVE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beatOnce(BooleanSupplier lives) {
    try {
      Optional<ShardEntry> entry = entry();
      if (entry.isPresent() && lives.getAsBoolean()) {
        Message.Alive alive = new Message.Alive(entry.get().epoch());
        for (Member member : entry.get().replicas().members()) {
          if (!member.store().equals(own)) {
            stream(member).send(messages(shard).of(alive));
          }
        }
      }
      closeFormer();
    } catch (RuntimeException e) {
      LOG.warn("could not tell the other members that this one lives, trying again", e);
    }
  }

  private Optional<ShardEntry> entry() {
    return topologies.current().flatMap(topology -> topology.shard(shard));
  }

  /** A store and the shard that it is a member of. */
  private record Seat(ShardId shard, Member member) {}

  private Optional<Seat> seat(StoreId store) {
    return topologies
        .current()
        .flatMap(topology -> topology.shardOf(store))
        .flatMap(
            entry -> entry.replicas().member(store).map(member -> new Seat(entry.id(), member)));
  }

  /** What is said to a member of a shard; the receiver checks that the shard is its own. */
  private ReplicaMessages messages(ShardId receiver) {
    return new ReplicaMessages(receiver, own);
  }

  private ReplicaStream stream(Member member) {
    ReplicaStream known = streams.get(member);
    return known != null
        ? known
        : streams.computeIfAbsent(member, made -> new ReplicaStream(peers.peer(made)));
  }

  /** Lets go of members that left, and of other shards once no slot moves from or to them. */
  private void closeFormer() {
    Set<Member> present = present();
    for (Member former : Set.copyOf(streams.keySet())) {
      if (!present.contains(former)) {
        Optional.ofNullable(streams.remove(former)).ifPresent(ReplicaStream::close);
      }
    }
  }

  private Set<Member> present() {
    Set<Member> present = new HashSet<>();
    topologies
        .current()
        .ifPresent(
            topology -> {
              topology.shard(shard).ifPresent(entry -> present.addAll(entry.replicas().members()));
              for (Migration migration : topology.migrations().concerning(shard)) {
                for (ShardId side : List.of(migration.source(), migration.target())) {
                  topology
                      .shard(side)
                      .ifPresent(entry -> present.addAll(entry.replicas().members()));
                }
              }
            });
    return present;
  }

  @Override
  public void send(StoreId to, Message message) {
    seat(to).ifPresent(seat -> stream(seat.member()).send(messages(seat.shard()).of(message)));
  }

  @Override
  public void send(StoreId to, List<PointsMessage> messages) {
    seat(to).ifPresent(seat -> stream(seat.member()).send(messages(seat.shard()).of(messages)));
  }

  @Override
  public void fetchTopology(StoreId from) {
    exchange(
        from,
        node -> {
          GetTopologyResponse answer = node.getTopology(GetTopologyRequest.getDefaultInstance());
          if (answer.hasTopology()) {
            var _ = topologies.adopt(TopologyMapping.fromMessage(answer.getTopology()));
          }
        });
  }

  @Override
  public void offerTopology(StoreId to) {
    Optional<Topology> topology = topologies.current();
    topology.ifPresent(
        own ->
            exchange(
                to,
                node -> {
                  var _ =
                      node.adoptTopology(
                          AdoptTopologyRequest.newBuilder()
                              .setTopology(TopologyMapping.toMessage(own))
                              .build());
                }));
  }

  private interface Exchange {
    void with(NodeAdminGrpc.NodeAdminBlockingStub node);
  }

  /** One at a time for each member; what fails is tried again with the next message. */
  private void exchange(StoreId store, Exchange work) {
    Optional<Member> member = seat(store).map(Seat::member);
    if (member.isEmpty() || !exchanging.add(store)) {
      return;
    }
    try {
      exchanges.execute(
          () -> {
            try {
              work.with(
                  NodeAdminGrpc.newBlockingStub(peers.peer(member.get()).channel())
                      .withDeadlineAfter(TOPOLOGY_PATIENCE));
            } catch (RuntimeException e) {
              LOG.debug("no topology was exchanged with {}", store, e);
            } finally {
              exchanging.remove(store);
            }
          });
    } catch (java.util.concurrent.RejectedExecutionException e) {
      exchanging.remove(store);
    }
  }

  @Override
  public void close() {
    heart.shutdownNow();
    exchanges.shutdownNow();
    streams.values().forEach(ReplicaStream::close);
  }
}
