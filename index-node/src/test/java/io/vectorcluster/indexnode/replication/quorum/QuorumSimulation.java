package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.replication.Fault;
import io.vectorcluster.indexnode.replication.RegisterHistory;
import io.vectorcluster.indexnode.replication.points.Mistake;
import io.vectorcluster.indexnode.replication.points.PointsFlaw;
import io.vectorcluster.indexnode.replication.points.PointsSimulation;
import io.vectorcluster.indexnode.replication.points.SimulatedPoints;
import io.vectorcluster.indexnode.replication.points.SimulatedProcess;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A shard of three to five of five stores under load, faults and changes of its members. */
final class QuorumSimulation extends PointsSimulation<SimulatedQuorumNode> {
  static final int SLOTS = 3;
  private static final double[] LOSSES = {0.15, 0.02};
  private static final int NODES = 5;
  private static final int CLIENTS = 8;
  private static final int KEYS = 30;
  private static final int HOT_KEYS = 1;
  private static final long SETTLE_MS = 10_000;
  private static final long LAST_READS_MS = 10_000;

  private final Map<Integer, RegisterHistory> histories = new TreeMap<>();
  QuorumView published;
  boolean closing;

  QuorumSimulation(long seed, Mistake mistake, List<Fault> faults) {
    super(seed, mistake, faults);
    // Some mistakes only show when replicas miss much, others only when few operations fail.
    this.world.dropped = LOSSES[(int) (seed % LOSSES.length)];
    List<StoreId> ids = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      ids.add(nextStore());
    }
    this.published = new QuorumView(new QuorumSet(1, ids.subList(0, 3), 2, 2), Optional.empty());
    for (int i = 0; i < NODES; i++) {
      nodes.add(
          new SimulatedQuorumNode(
              "n" + i, ids.get(i), new SimulatedPoints(SLOTS, i < 3 ? 1 : 0), this));
    }
  }

  @Override
  public Optional<String> run() {
    begin();
    List<QuorumClient> clients = new ArrayList<>();
    for (int i = 1; i <= CLIENTS; i++) {
      clients.add(new QuorumClient(i, this));
    }
    clients.forEach(QuorumClient::work);
    world.after(1_000, this::operate);
    world.runUntil(LOAD_MS);
    recover();
    world.runUntil(LOAD_MS + SETTLE_MS);
    closing = true;
    world.runUntil(LOAD_MS + SETTLE_MS + LAST_READS_MS);
    int before = operations;
    for (int key = 0; key < KEYS; key++) {
      clients.getFirst().read(key);
    }
    rest(LOAD_MS + SETTLE_MS + 2 * LAST_READS_MS);
    if (operations != before + KEYS) {
      return Optional.of(
          "after the faults only %d reads are answered".formatted(operations - before));
    }
    return histories.values().stream()
        .flatMap(each -> each.flaw().stream())
        .findFirst()
        .or(this::flaw);
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
    boolean open = holding() >= enough(now.set());
    boolean whole = stores().containsAll(now.set().members());
    if (open && (world.now() < LOAD_MS || !whole) && world.random.nextInt(3) == 0) {
      List<StoreId> members = new ArrayList<>(stores());
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

  List<StoreId> stores() {
    return nodes.stream().map(SimulatedProcess::id).toList();
  }

  /** How many of the published members hold everything. */
  private long holding() {
    return nodes.stream()
        .filter(node -> published.set().members().contains(node.id()))
        .filter(node -> node.points().holds() >= published.epoch())
        .count();
  }

  /** As {@link io.vectorcluster.topology.VoterRules#mayJoin} has it. */
  private int enough(QuorumSet set) {
    return mistake.is(PointsFlaw.WAITS_FOR_A_VOTER_THAT_IS_GONE)
        ? set.write()
        : Math.min(set.write(), set.members().size() - 1);
  }

  void adopting(QuorumView from, QuorumView to) {
    if (to.epoch() - from.epoch() >= 3) {
      marks.add("three epochs behind");
    }
  }

  @Override
  protected SimulatedQuorumNode victim(Fault fault) {
    return nodes.get(((int) fault.lastsMs() + fault.node()) % NODES);
  }

  /** A disk may only be lost when the one before it is replaced. */
  @Override
  protected void loseDisk(SimulatedQuorumNode node, Fault fault) {
    boolean bearable = node.isUp() && holding() == published.set().members().size();
    kill(node, fault.lastsMs());
    if (bearable) {
      node.loseDisk(nextStore());
      marks.add("disk is lost");
    }
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
}
