package io.vectorcluster.indexnode.node;

import static org.awaitility.Awaitility.await;

import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.MembershipRules;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Decides by the rules of the operator, for the nodes of one shard in this process. */
final class OperatorOnLoopback implements AutoCloseable {
  private static final ShardId SHARD = new ShardId(0);

  private final NodesOnLoopback cluster;
  private final Map<String, Node> nodes = new ConcurrentHashMap<>();
  private final Map<String, LinkOnLoopback> links = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private volatile Topology topology;

  OperatorOnLoopback(NodesOnLoopback cluster) {
    this(cluster, ReplicationMode.DEFAULT);
  }

  OperatorOnLoopback(NodesOnLoopback cluster, ReplicationMode mode) {
    this.cluster = cluster;
    this.topology =
        Topology.first(
            new ClusterId(new UUID(1, 1)),
            1,
            Sharding.DEFAULT,
            List.of(SHARD),
            Placement.first(Sharding.DEFAULT, List.of(SHARD)),
            mode);
  }

  void publishFirst(List<Node> first) {
    List<Member> members = new ArrayList<>();
    for (Node node : first) {
      nodes.put(cluster.name(node), node);
      members.add(member(node));
    }
    StoreId primary = members.getFirst().store();
    List<StoreId> stores = members.stream().map(Member::store).toList();
    publish(topology.withReplicas(Map.of(SHARD, ReplicaSet.of(members, primary, stores))));
    var _ = thread.scheduleWithFixedDelay(this::pass, 100, 100, TimeUnit.MILLISECONDS);
  }

  private Member member(Node node) {
    LinkOnLoopback link = links.get(cluster.name(node));
    int port = link == null ? node.internalPort().orElseThrow() : link.port();
    return new Member(node.store(), "127.0.0.1", port);
  }

  /** The other nodes reach this one through a link, while the operator goes past it. */
  void putBehind(Node node, LinkOnLoopback link) {
    links.put(cluster.name(node), link);
  }

  private void publish(Topology next) {
    topology = next;
    nodes.values().forEach(node -> cluster.adopt(node, next));
  }

  /** As if a human had accepted that nobody in sync comes back: this one goes on alone. */
  void giveUpFor(Node heir) throws Exception {
    thread
        .submit(
            () -> {
              List<Member> members = new ArrayList<>();
              ReplicaSet before = topology.shard(SHARD).orElseThrow().replicas();
              before.members().stream()
                  .filter(member -> !member.store().equals(heir.store()))
                  .forEach(members::add);
              members.add(member(heir));
              ReplicaSet set = ReplicaSet.of(members, heir.store(), List.of(heir.store()));
              publish(topology.withReplicas(Map.of(SHARD, set)));
            })
        .get();
  }

  private void pass() {
    try {
      List<MemberReport> reports = new ArrayList<>();
      List<Member> known = new ArrayList<>();
      for (Node node : nodes.values()) {
        Optional<MemberReport> report = cluster.report(node);
        report.ifPresent(reports::add);
        known.add(member(node));
      }
      ShardEntry entry = topology.shard(SHARD).orElseThrow();
      ReplicaSet next = moved(MembershipRules.next(entry, reports, known), known);
      if (!next.equals(entry.replicas())) {
        publish(topology.withReplicas(Map.of(SHARD, next)));
      }
    } catch (RuntimeException e) {
      System.out.println("a pass failed: " + e);
    }
  }

  /** A node that came back has another port. */
  private static ReplicaSet moved(ReplicaSet set, List<Member> known) {
    List<Member> members = new ArrayList<>();
    for (Member member : set.members()) {
      members.add(
          known.stream()
              .filter(other -> other.store().equals(member.store()))
              .findFirst()
              .orElse(member));
    }
    return ReplicaSet.of(members, set.primaryMember().orElseThrow().store(), set.inSync());
  }

  void stop(Node node) {
    nodes.remove(cluster.name(node));
    cluster.stop(node);
  }

  Node restart(String name) throws NodeStartException {
    Node node = cluster.start(SHARD.value(), name, 0);
    nodes.put(name, node);
    cluster.adopt(node, topology);
    return node;
  }

  void awaitInSync(int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              ReplicaSet set = topology.shard(SHARD).orElseThrow().replicas();
              return set.inSync().size() == count
                  && nodes.values().stream()
                      .anyMatch(
                          node -> cluster.report(node).filter(MemberReport::serving).isPresent());
            });
  }

  int members() {
    return topology.shard(SHARD).orElseThrow().replicas().members().size();
  }

  /** The stores that have a vote, in the mode Quorum. */
  List<StoreId> voters() {
    return topology.shard(SHARD).flatMap(ShardEntry::voters).orElseThrow().stores();
  }

  String primary() {
    ReplicaSet set = topology.shard(SHARD).orElseThrow().replicas();
    return nodes.values().stream()
        .filter(node -> node.store().equals(set.primary()))
        .map(cluster::name)
        .findFirst()
        .orElse("none");
  }

  Set<Long> positions() {
    Set<Long> positions = new HashSet<>();
    for (Node node : nodes.values()) {
      positions.add(cluster.report(node).map(MemberReport::last).orElse(-1L));
    }
    return positions;
  }

  Set<List<Long>> slotSums() {
    Set<List<Long>> sums = new HashSet<>();
    nodes.values().forEach(node -> sums.add(node.slotSums()));
    return sums;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
