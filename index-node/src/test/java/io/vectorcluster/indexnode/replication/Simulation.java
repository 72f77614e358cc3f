package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.operator.core.Approval;
import io.vectorcluster.operator.core.Request;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** One run of a cluster under load and faults, drawn from a seed. */
final class Simulation {
  static final int KEYS = 120;
  static final int HOT_KEYS = 3;
  private static final int CLIENTS = 4;
  static final long LOAD_MS = 25_000;
  static final long SETTLED_MS = 1_000;
  static final long CALM_MS = 8_000;
  private static final long SETTLE_MS = 15_000;
  private static final long LAST_READS_MS = 13_000;

  final Shape shape;
  final SimulatedWorld world;
  final Planted planted;
  final Marks marks = new Marks();
  final SimulatedContents contents = new SimulatedContents();
  final SimulatedApi api;
  final List<SimulatedNode> nodes = new ArrayList<>();
  final Set<String> slowDisks = new HashSet<>();
  private final List<SimulatedOperator> operators = new ArrayList<>();
  private final Map<Integer, RegisterHistory> histories = new TreeMap<>();
  private final Set<StoreId> wiped = new HashSet<>();
  final Faults faults;
  final SimulatedLinks links = new SimulatedLinks(this);
  final Timing timing;
  final Durability durability;
  final boolean damages;
  private final boolean shortLogs;
  private long stores;
  private int wanted;
  private final Set<String> approvals = new TreeSet<>();
  boolean closing;
  boolean lostByTwoFailures;
  int answered;

  Simulation(Shape shape, long seed, Planted planted, List<Fault> faults, boolean logging) {
    this.shape = shape;
    this.wanted = shape.shards();
    this.world = new SimulatedWorld(seed, logging);
    this.planted = planted;
    this.timing = SimulatedTiming.of(seed);
    this.durability = new Durability(Durability.Acks.IN_SYNC, 1, Fault.grace(seed));
    this.damages = Fault.damages(seed);
    this.shortLogs = Fault.killsCopies(seed);
    this.faults = new Faults(this, faults);
    List<StoreId> ids = new ArrayList<>();
    for (int i = 0; i < shape.nodes(); i++) {
      ids.add(newStore());
    }
    int present = shape.shards() * shape.copies();
    Topology topology = SimulatedIntent.begun(shape.shards(), ids.subList(0, present));
    this.api = new SimulatedApi(topology, SimulatedIntent.memory(wanted, shape.copies()));
    for (int i = 0; i < shape.nodes(); i++) {
      Topology known = i < present ? topology : SimulatedIntent.unbegun(shape.shards());
      nodes.add(new SimulatedNode(i, this, newDisk(ids.get(i), known)));
    }
  }

  /** What operators are asked for at present. */
  Request request() {
    return SimulatedIntent.request(wanted, shape.copies(), List.copyOf(approvals));
  }

  /** A human accepts the plans that are offered; nothing that would be lost. */
  void approve(Collection<Approval> pending) {
    for (Approval approval : pending) {
      if (!approval.kind().isLoss()) {
        approvals.add(approval.id());
      }
    }
  }

  /** From now on the cluster is to have so many shards. */
  void scale(int shards) {
    world.say("the cluster is to have " + shards + " shards");
    wanted = shards;
    operators.forEach(SimulatedOperator::look);
  }

  private StoreId newStore() {
    return new StoreId(new UUID(0, ++stores));
  }

  /**
   * Runs to the end.
   *
   * @return what went wrong; empty if nothing did
   */
  Optional<String> run() {
    nodes.forEach(SimulatedNode::start);
    for (int i = 0; i < 2; i++) {
      operators.add(new SimulatedOperator("operator" + i, this));
    }
    operators.forEach(SimulatedOperator::pass);
    List<SimulatedClient> clients = new ArrayList<>();
    for (int i = 1; i <= CLIENTS; i++) {
      clients.add(new SimulatedClient(i, this));
    }
    clients.forEach(SimulatedClient::work);
    faults.begin(LOAD_MS);
    world.runUntil(LOAD_MS);
    heal();
    world.runUntil(LOAD_MS + SETTLE_MS);
    closing = true;
    world.runUntil(LOAD_MS + SETTLE_MS + 8_000);
    for (int key = 0; key < KEYS; key++) {
      clients.getFirst().read(key);
    }
    world.runUntil(LOAD_MS + SETTLE_MS + LAST_READS_MS);
    for (SimulatedNode node : nodes) {
      marks.hit(Marks.Mark.ENTRY_OVERTAKEN, node.store().overtaken);
      marks.hit(Marks.Mark.LOG_TRIMMED_BELOW_A_REPLICA, node.store().log.trimmedBelow);
      marks.hit(Marks.Mark.TOMBSTONE_PURGED, node.store().tombstones.purged);
      marks.hit(Marks.Mark.PURGED_POINT_WAS_WRITTEN_SINCE, node.store().tombstones.overtaken);
    }
    return verdict();
  }

  private void heal() {
    world.healAll();
    slowDisks.clear();
    operators.forEach(operator -> operator.pause(0));
    for (SimulatedNode node : nodes) {
      if (!node.isUp()) {
        node.startAgain();
      }
    }
  }

  private Optional<String> verdict() {
    if (lostByTwoFailures) {
      return Optional.empty();
    }
    for (RegisterHistory history : histories.values()) {
      Optional<String> flawOfHistory = history.flaw();
      if (flawOfHistory.isPresent()) {
        return flawOfHistory;
      }
    }
    return new FinalState(this).flaw(wanted);
  }

  /** A node was down until now. */
  void started(SimulatedNode node) {
    long past = world.now() - durability.gcGrace().toMillis();
    if (node.downSince() > 0 && node.downSince() < past) {
      marks.hit(Marks.Mark.MEMBER_AWAY_PAST_GRACE);
      boolean alone = nodes.stream().noneMatch(other -> other != node && other.isUp());
      if (alone && nodes.stream().allMatch(other -> other.downSince() < past)) {
        marks.hit(Marks.Mark.ALL_DOWN_PAST_GRACE);
      }
    }
  }

  /**
   * A set whose disks are all gone came into force: a disk was lost while the set shrank to it. A
   * shard that has left gives its disks back.
   */
  void published(Topology before, Topology next) {
    for (ShardEntry entry : next.shards()) {
      lostByTwoFailures |= entry.replicas().inSync().stream().noneMatch(this::isSound);
    }
    for (ShardEntry entry : before.shards()) {
      if (next.shard(entry.id()).isEmpty()) {
        left(entry.id());
      }
    }
  }

  private void left(ShardId shard) {
    marks.hit(Marks.Mark.SHARD_LEFT);
    for (SimulatedNode node : nodes) {
      if (node.shard.equals(shard)) {
        if (node.isUp()) {
          node.kill();
        }
        node.wipe(newDisk(newStore(), SimulatedIntent.unbegun(shape.shards())));
        world.after(1_000, node::startAgain);
      }
    }
  }

  /** Its disk was not lost, and is not damaged at present. */
  private boolean isSound(StoreId store) {
    return !wiped.contains(store)
        && find(store).filter(node -> node.store().damage.isEmpty()).isPresent();
  }

  /** Mostly one of a few. */
  int drawKey() {
    return world.random.nextInt(world.random.nextInt(3) > 0 ? HOT_KEYS : KEYS);
  }

  RegisterHistory history(int key) {
    return histories.computeIfAbsent(key, any -> new RegisterHistory());
  }

  int operations() {
    return histories.values().stream().mapToInt(RegisterHistory::size).sum();
  }

  long valueAt(SimulatedNode node, PointKey key) {
    return node.store().record(key).map(contents::value).orElse(RegisterHistory.ABSENT);
  }

  /** The primary of a shard, by a topology that has it. */
  SimulatedNode primaryBy(ShardEntry entry) {
    StoreId primary = entry.replicas().primaryMember().orElseThrow().store();
    return find(primary).orElse(nodes.getFirst());
  }

  Optional<SimulatedNode> find(StoreId store) {
    for (SimulatedNode node : nodes) {
      if (node.store().id().equals(store)) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  /**
   * A disk may be lost while another in-sync one lives, and the record does: without it every store
   * has to answer (T1).
   */
  boolean mayLose(SimulatedNode node) {
    return api.isIntact() && othersAreSound(node);
  }

  /** The record may be lost while every store lives that it is rebuilt from. */
  boolean mayLoseRecord() {
    if (!api.isIntact()) {
      return false;
    }
    Topology highest =
        nodes.stream()
            .map(SimulatedNode::topology)
            .max(Comparator.comparingLong(Topology::epoch))
            .orElseThrow();
    return Stream.of(highest, api.read())
        .flatMap(topology -> topology.shards().stream())
        .flatMap(entry -> entry.replicas().members().stream())
        .allMatch(member -> find(member.store()).isPresent());
  }

  private boolean othersAreSound(SimulatedNode node) {
    Set<StoreId> left = new HashSet<>(api.set(node.shard).inSync());
    left.remove(node.store().id());
    left.removeIf(store -> !isSound(store));
    return !left.isEmpty();
  }

  void wipe(SimulatedNode node) {
    wiped.add(node.store().id());
    marks.hit(Marks.Mark.EMPTY_STORE_RETURNS);
    StoreId id = planted.shell() == ShellFlaw.KEEPS_THE_STORE_ID ? node.store().id() : newStore();
    node.wipe(newDisk(id, SimulatedIntent.unbegun(shape.shards())));
  }

  List<SimulatedOperator> operators() {
    return operators;
  }

  private SimulatedStore newDisk(StoreId id, Topology topology) {
    return new SimulatedStore(id, topology, shortLogs, planted.shell(), world);
  }
}
