package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.MembershipRules;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks the nodes, decides by {@link MembershipRules}, writes by compare-and-set, then pushes. It
 * pauses, reads old copies, and loses the answers to its writes.
 */
final class SimulatedOperator {
  private static final long PASS_MS = 250;
  private static final long FRESH_MS = 700;

  private record Heard(MemberReport report, Member member, long at) {}

  final String name;
  private final Simulation simulation;
  private final SimulatedWorld world;
  private final Map<String, Heard> heard = new TreeMap<>();
  private Topology read;
  private long pausedUntil;

  SimulatedOperator(String name, Simulation simulation) {
    this.name = name;
    this.simulation = simulation;
    this.world = simulation.world;
    this.read = simulation.api.read();
  }

  void pause(long untilMs) {
    pausedUntil = untilMs;
  }

  void pass() {
    world.after(PASS_MS + world.random.nextInt(50), this::pass);
    if (world.now() < pausedUntil) {
      return;
    }
    for (SimulatedNode node : simulation.nodes) {
      world.send(name, node.name, () -> answer(node));
    }
    // The read takes a while, and a pause may make it old.
    world.after(1 + world.random.nextInt(30), () -> read = simulation.api.read());
    world.after(40 + world.random.nextInt(30), this::decide);
  }

  private void answer(SimulatedNode node) {
    node.report()
        .ifPresent(
            report -> {
              Member member = node.member();
              long epoch = node.topology().epoch();
              world.send(
                  node.name,
                  name,
                  () -> {
                    heard.put(node.name, new Heard(report, member, world.now()));
                    Topology known = read;
                    if (epoch < known.epoch()) {
                      world.send(name, node.name, () -> node.adopt(known));
                    }
                  });
            });
  }

  private void decide() {
    if (world.now() < pausedUntil) {
      return;
    }
    List<MemberReport> reports = new ArrayList<>();
    List<Member> known = new ArrayList<>();
    for (Heard each : heard.values()) {
      if (world.now() - each.at() < FRESH_MS) {
        reports.add(each.report());
        known.add(each.member());
      }
    }
    Topology base = read;
    ShardEntry entry = base.shard(SimulatedNode.SHARD).orElseThrow();
    ReplicaSet next = simulation.planted.operator().decide(entry, reports, known);
    if (next.equals(entry.replicas())) {
      return;
    }
    Topology successor = base.withReplicas(Map.of(SimulatedNode.SHARD, next));
    world.after(1 + world.random.nextInt(40), () -> publish(base, successor, entry, next));
  }

  private void publish(Topology base, Topology successor, ShardEntry entry, ReplicaSet next) {
    if (simulation.planted.operator() == OperatorFlaw.WRITES_WITHOUT_COMPARING) {
      simulation.api.overwrite(successor);
    } else if (!simulation.api.compareAndSet(base, successor)) {
      return;
    }
    simulation.published(next);
    simulation.faults.atCriticalMoment();
    StoreId before = entry.replicas().primaryMember().orElseThrow().store();
    StoreId after = next.primaryMember().orElseThrow().store();
    if (!before.equals(after)) {
      simulation.marks.hit(Marks.Mark.PROMOTION);
    }
    if (simulation.nodes.stream()
        .map(SimulatedNode::member)
        .anyMatch(
            member ->
                entry.replicas().members().contains(member) && !next.members().contains(member))) {
      simulation.marks.hit(Marks.Mark.STORE_LEFT_THE_TOPOLOGY);
    }
    if (next.inSync().size() == 1) {
      simulation.marks.hit(Marks.Mark.SET_OF_ONE);
    }
    world.say(
        name + " publishes epoch " + successor.epoch() + ": " + after + " of " + next.inSync());
    if (world.random.nextInt(10) == 0) {
      simulation.marks.hit(Marks.Mark.ANSWER_OF_THE_API_LOST);
      return;
    }
    read = successor;
  }
}
