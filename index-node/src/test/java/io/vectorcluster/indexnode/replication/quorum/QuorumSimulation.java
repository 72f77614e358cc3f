package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.replication.Fault;
import io.vectorcluster.indexnode.replication.RegisterHistory;
import io.vectorcluster.indexnode.replication.SimulatedWorld;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A shard of three to five of five stores under load, faults and changes of its members. */
final class QuorumSimulation {
  static final int SLOTS = 3;
  static final long LOAD_MS = 20_000;
  private static final double[] LOSSES = {0.15, 0.02};
  private static final int NODES = 5;
  private static final int CLIENTS = 8;
  private static final int KEYS = 30;
  private static final int HOT_KEYS = 1;
  private static final long SETTLE_MS = 10_000;
  private static final long LAST_READS_MS = 10_000;

  final SimulatedWorld world;
  final QuorumRule.Kept rules;
  final QuorumMarks marks = new QuorumMarks();
  final List<SimulatedQuorumNode> nodes = new ArrayList<>();
  private final List<Fault> faults;
  private final Map<Integer, RegisterHistory> histories = new TreeMap<>();
  QuorumView published;
  boolean closing;
  int operations;
  int struck;

  QuorumSimulation(long seed, QuorumRule.Kept rules, List<Fault> faults) {
    this.world = new SimulatedWorld(seed, false);
    // Some mistakes only show when replicas miss much, others only when few operations fail.
    this.world.dropped = LOSSES[(int) (seed % LOSSES.length)];
    this.rules = rules;
    this.faults = faults;
    List<StoreId> ids = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      ids.add(new StoreId(new UUID(0, i + 1)));
    }
    this.published = new QuorumView(new QuorumSet(1, ids.subList(0, 3), 2, 2), Optional.empty());
    for (int i = 0; i < NODES; i++) {
      SimulatedQuorumStore store = new SimulatedQuorumStore(SLOTS, published, i < 3);
      nodes.add(new SimulatedQuorumNode("n" + i, ids.get(i), this, store));
    }
  }

  /**
   * Runs to the end.
   *
   * @return what went wrong; empty if nothing did
   */
  Optional<String> run() {
    nodes.forEach(SimulatedQuorumNode::start);
    List<QuorumClient> clients = new ArrayList<>();
    for (int i = 1; i <= CLIENTS; i++) {
      clients.add(new QuorumClient(i, this));
    }
    clients.forEach(QuorumClient::work);
    for (Fault fault : faults) {
      if (fault.when() instanceof Fault.When.At(long ms)) {
        world.after(ms, () -> strike(fault));
      }
    }
    world.after(1_000, this::operate);
    world.runUntil(LOAD_MS);
    world.healAll();
    nodes.forEach(node -> node.slow = false);
    nodes.stream().filter(node -> !node.isUp()).forEach(SimulatedQuorumNode::start);
    world.runUntil(LOAD_MS + SETTLE_MS);
    closing = true;
    world.runUntil(LOAD_MS + SETTLE_MS + LAST_READS_MS);
    int before = operations;
    for (int key = 0; key < KEYS; key++) {
      clients.getFirst().read(key);
    }
    world.runUntil(LOAD_MS + SETTLE_MS + 2 * LAST_READS_MS);
    if (operations != before + KEYS) {
      return Optional.of(
          "after the faults only %d reads are answered".formatted(operations - before));
    }
    return histories.values().stream().flatMap(each -> each.flaw().stream()).findFirst();
  }

  /** Pushes the topology, and follows it by another once enough replicas hold everything. */
  private void operate() {
    world.after(150 + world.random.nextInt(100), this::operate);
    QuorumView now = published;
    for (SimulatedQuorumNode node : nodes) {
      if (world.random.nextInt(4) == 0) {
        world.send("operator", node.name, () -> node.adopt(now));
      }
    }
    long holding =
        nodes.stream()
            .filter(node -> now.set().members().contains(node.id) && node.holds())
            .count();
    boolean open = holding >= now.set().write();
    if (open && world.now() < LOAD_MS && world.random.nextInt(3) == 0) {
      List<StoreId> members = new ArrayList<>(nodes.stream().map(node -> node.id).toList());
      Collections.shuffle(members, world.random);
      int count = 3 + world.random.nextInt(NODES - 2);
      int half = count / 2 + 1;
      int write = half + world.random.nextInt(count - half + 1);
      int read = half + world.random.nextInt(count - half + 1);
      QuorumSet set = new QuorumSet(now.epoch() + 1, members.subList(0, count), write, read);
      published = new QuorumView(set, Optional.of(now.set()));
      marks.add("members change");
      world.say("publishes " + set);
    }
  }

  void adopting(QuorumView from, QuorumView to) {
    if (to.epoch() - from.epoch() >= 3) {
      marks.add("three epochs behind");
    }
  }

  private void strike(Fault fault) {
    SimulatedQuorumNode node = nodes.get(((int) fault.lastsMs() + fault.node()) % NODES);
    struck++;
    switch (fault.kind()) {
      case KILL, KILL_AND_LOSE_DISK -> kill(node, fault.lastsMs());
      case ISOLATE, PAUSE_OPERATOR -> {
        for (String other : others(node)) {
          cut(node.name, other, fault.lastsMs());
          cut(other, node.name, fault.lastsMs());
        }
      }
      case CUT_ONE_WAY -> cut(node.name, others(node).get(fault.other()), fault.lastsMs());
      case DAMAGE, DELETE_RECORD, SET_RECORD_BACK, DRAIN ->
          throw new IllegalArgumentException("not drawn here");
      case SLOW_DISK -> {
        node.slow = true;
        world.after(fault.lastsMs(), () -> node.slow = false);
      }
    }
  }

  private void kill(SimulatedQuorumNode node, long awayMs) {
    if (node.isUp()) {
      node.kill();
      world.after(
          awayMs,
          () -> {
            if (!node.isUp()) {
              node.start();
            }
          });
    }
  }

  private List<String> others(SimulatedQuorumNode node) {
    return nodes.stream().map(each -> each.name).filter(name -> !name.equals(node.name)).toList();
  }

  private void cut(String from, String to, long lastsMs) {
    world.cut(from, to);
    world.after(lastsMs, () -> world.heal(from, to));
  }

  SimulatedQuorumNode anyNode() {
    return nodes.get(world.random.nextInt(NODES));
  }

  int drawKey() {
    return world.random.nextInt(world.random.nextInt(4) > 0 ? HOT_KEYS : KEYS);
  }

  RegisterHistory history(int key) {
    return histories.computeIfAbsent(key, any -> new RegisterHistory());
  }

  void send(SimulatedQuorumNode from, StoreId to, QuorumMessage message) {
    for (SimulatedQuorumNode node : nodes) {
      if (node.id.equals(to)) {
        if (node == from) {
          world.after(1, () -> node.receive(from.id, message));
        } else {
          world.send(from.name, node.name, () -> node.receive(from.id, message));
        }
      }
    }
  }
}
