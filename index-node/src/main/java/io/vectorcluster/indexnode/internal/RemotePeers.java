package io.vectorcluster.indexnode.internal;

import io.vectorcluster.indexnode.cluster.CatalogAccess;
import io.vectorcluster.indexnode.cluster.NoAnswer;
import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Deadline;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The other nodes of the topology, one connection each, kept while they are members. */
public final class RemotePeers implements AutoCloseable {
  /** How long a change of the catalog waits for nodes that do not hear it. */
  private static final Duration ANNOUNCE_PATIENCE = Duration.ofSeconds(1);

  private final StoreId own;
  private final Tokens tokens;
  private final TopologySource topologies;
  private final InstantSource clock;
  private final Map<Member, Peer> peers = new ConcurrentHashMap<>();

  /**
   * @param own this node's store, which is never asked through here
   */
  public RemotePeers(StoreId own, Tokens tokens, TopologySource topologies, InstantSource clock) {
    this.own = own;
    this.tokens = tokens;
    this.topologies = topologies;
    this.clock = clock;
  }

  /** A shard at one of its members. */
  public ShardAccess shard(ShardEntry entry, Member member) {
    return new RemoteShard(entry.id(), peer(member), topologies);
  }

  /** The catalog at the primary of shard 0. */
  public CatalogAccess keeper(ShardEntry zero) {
    Optional<Member> primary = zero.replicas().primaryMember();
    return primary.isPresent() ? new RemoteCatalog(peer(primary.get())) : awaited(zero);
  }

  private static NoAnswer awaited(ShardEntry entry) {
    return new NoAnswer(
        "shard %s has no store yet: it waits for its first pod".formatted(entry.id()));
  }

  /**
   * Tells all other members of a catalog, at the same time. One that cannot be told in a second
   * learns it later from a request or by asking.
   *
   * @return the newest of those that are newer than what was told; empty if nobody has one
   */
  public Optional<Catalog> announce(Catalog catalog, Deadline deadline) {
    Queue<Catalog> newer = new ConcurrentLinkedQueue<>();
    Instant now = clock.instant();
    Duration left = deadline.left(now);
    Duration patience = left.compareTo(ANNOUNCE_PATIENCE) < 0 ? left : ANNOUNCE_PATIENCE;
    Deadline until = new Deadline(now.plus(patience));
    List<Member> others = members().stream().filter(member -> !member.store().equals(own)).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Member member : others) {
        threads.execute(
            () -> {
              if (new RemoteCatalog(peer(member)).announce(catalog, until)
                  instanceof Outcome.Done<Optional<Catalog>>(Optional<Catalog> theirs)) {
                theirs.ifPresent(newer::add);
              }
            });
      }
    }
    return newer.stream().max(Comparator.comparingLong(Catalog::version));
  }

  /** The connection to a member. */
  Peer peer(Member member) {
    Peer known = peers.get(member);
    if (known != null) {
      return known;
    }
    forgetFormerMembers();
    return peers.computeIfAbsent(member, made -> new Peer(made, tokens, clock));
  }

  /** A pod that moved has another address: the connection to the former one is of no use. */
  private void forgetFormerMembers() {
    Set<Member> members = members();
    for (Member member : Set.copyOf(peers.keySet())) {
      if (!members.contains(member)) {
        Optional.ofNullable(peers.remove(member)).ifPresent(Peer::close);
      }
    }
  }

  private Set<Member> members() {
    Function<Topology, Set<Member>> all =
        topology -> {
          Set<Member> members = new HashSet<>();
          topology.shards().forEach(entry -> members.addAll(entry.replicas().members()));
          return members;
        };
    return topologies.current().map(all).orElse(Set.of());
  }

  @Override
  public void close() {
    peers.values().forEach(Peer::close);
    peers.clear();
  }
}
