package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.Fault;
import io.vectorcluster.indexnode.replication.SimulatedWorld;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Three replicas that all take writes, under load and faults; at the end all are to be equal. */
final class MultiPrimarySimulation {
  static final int SLOTS = 4;
  static final long LOAD_MS = 20_000;
  private static final long GRACE_MS = 1_500;
  private static final long WEEKEND_MS = 4_000;
  private static final long SETTLE_MS = 25_000;
  private static final int NODES = 3;
  private static final int CLIENTS = 4;
  private static final int KEYS = 60;
  private static final PointContent CONTENT =
      PointContent.of(
          new Point(new PointId.Numeric(0), Map.of("", DenseVector.of(0f)), new Payload("{}")));

  private record Acknowledged(Version version, boolean deleted) {}

  final SimulatedWorld world;
  final MultiRule.Kept rules;
  final List<SimulatedMultiNode> nodes = new ArrayList<>();
  private final List<Fault> faults;

  /** The newest of each key that was answered. */
  private final Map<Integer, Acknowledged> acknowledged = new TreeMap<>();

  /** Keys with a delete that was never answered. */
  private final Set<Integer> laterDelete = new HashSet<>();

  private final Map<StoreId, Long> confirmed = new HashMap<>();
  private long floor;
  private long written;
  int operations;
  int struck;
  boolean allDown;
  private Optional<String> wrong = Optional.empty();

  MultiPrimarySimulation(long seed, MultiRule.Kept rules, List<Fault> faults) {
    this.world = new SimulatedWorld(seed, false);
    this.rules = rules;
    this.faults = faults;
    for (int i = 0; i < NODES; i++) {
      nodes.add(new SimulatedMultiNode("n" + i, new StoreId(new UUID(0, i + 1)), this));
    }
  }

  /**
   * Runs to the end.
   *
   * @return what went wrong; empty if nothing did
   */
  Optional<String> run() {
    nodes.forEach(SimulatedMultiNode::start);
    for (int i = 0; i < CLIENTS; i++) {
      world.after(1, this::write);
    }
    for (Fault fault : faults) {
      if (fault.when() instanceof Fault.When.At(long ms)) {
        world.after(ms, () -> strike(fault));
      }
    }
    if (world.random.nextInt(3) == 0) {
      world.after(2_000 + world.random.nextInt(12_000), this::weekend);
    }
    operate();
    world.runUntil(LOAD_MS);
    world.healAll();
    nodes.forEach(node -> node.slow = false);
    nodes.stream().filter(node -> !node.isUp()).forEach(SimulatedMultiNode::start);
    world.runUntil(LOAD_MS + SETTLE_MS);
    return verdict();
  }

  private Optional<String> verdict() {
    if (wrong.isPresent()) {
      return wrong;
    }
    for (SimulatedMultiNode node : nodes) {
      if (!node.store.records().equals(nodes.getFirst().store.records())) {
        return Optional.of(
            "%s holds %s, n0 holds %s"
                .formatted(node.name, node.store.records(), nodes.getFirst().store.records()));
      }
    }
    for (Map.Entry<Integer, Acknowledged> each : acknowledged.entrySet()) {
      Optional<Stored> found = nodes.getFirst().store.newest(key(each.getKey()));
      Acknowledged newest = each.getValue();
      boolean older =
          found.filter(record -> record.version().compareTo(newest.version()) < 0).isPresent();
      boolean gone = found.isEmpty() && !newest.deleted() && !laterDelete.contains(each.getKey());
      if (older || gone) {
        return Optional.of("key %d: %s, found %s".formatted(each.getKey(), newest, found));
      }
    }
    return Optional.empty();
  }

  private static PointKey key(int k) {
    return new PointKey(new CollectionNumber(1), k % SLOTS, new PointId.Numeric(k));
  }

  private void write() {
    if (world.now() >= LOAD_MS) {
      return;
    }
    world.after(10 + world.random.nextInt(60), this::write);
    SimulatedMultiNode node = nodes.get(world.random.nextInt(NODES));
    if (!node.isUp()) {
      return;
    }
    int key = world.random.nextInt(KEYS);
    boolean delete = world.random.nextInt(3) == 0;
    LoggedWrite.Change change =
        delete ? new LoggedWrite.Change.Delete() : new LoggedWrite.Change.Upsert(CONTENT);
    Optional<Version> before = node.store.newest(key(key)).map(Stored::version);
    boolean[] answered = {false};
    operations++;
    node.write(
        new MultiEvent.Write(0, new RequestId(1, ++written), key(key), change),
        version -> {
          answered[0] = true;
          check(version, before);
          acknowledged.merge(
              key,
              new Acknowledged(version, delete),
              (a, b) -> a.version().compareTo(b.version()) < 0 ? b : a);
        });
    if (delete) {
      world.after(
          2_000,
          () -> {
            if (!answered[0]) {
              laterDelete.add(key);
            }
          });
    }
  }

  /** A write is newer than what its replica had, and than what may be gone. */
  private void check(Version version, Optional<Version> before) {
    if (before.filter(older -> older.compareTo(version) >= 0).isPresent()) {
      wrong = Optional.of("%s is not above %s".formatted(version, before));
    }
    if (version.clock() <= floor) {
      wrong = Optional.of("%s is below the floor %d".formatted(version, floor));
    }
  }

  /** Publishes the floor, by the word of all stores. */
  private void operate() {
    world.after(300 + world.random.nextInt(100), this::operate);
    for (SimulatedMultiNode node : nodes) {
      world.send(
          node.name,
          "operator",
          () -> node.confirmed().ifPresent(stamp -> confirmed.put(node.id, stamp)));
    }
    floor =
        rules.keep(MultiRule.PURGE_BELOW_FLOOR)
            ? TombstoneFloor.next(
                floor,
                confirmed,
                nodes.stream().map(node -> node.id).toList(),
                world.now(),
                GRACE_MS)
            : TombstoneFloor.oldEnough(world.now(), GRACE_MS);
    long published = floor;
    nodes.forEach(
        node ->
            world.send("operator", node.name, () -> node.step(new MultiEvent.Floor(published))));
  }

  private void weekend() {
    allDown = true;
    nodes.stream().filter(SimulatedMultiNode::isUp).forEach(node -> kill(node, WEEKEND_MS));
  }

  private void strike(Fault fault) {
    SimulatedMultiNode node = nodes.get(fault.node());
    struck++;
    switch (fault.kind()) {
      case KILL -> kill(node, fault.lastsMs());
      case KILL_AND_LOSE_DISK -> node.store.rot((int) fault.lastsMs());
      case ISOLATE, PAUSE_OPERATOR -> {
        for (String other : List.of("n0", "n1", "n2", "operator")) {
          cut(node.name, other, fault.lastsMs());
          cut(other, node.name, fault.lastsMs());
        }
      }
      case CUT_ONE_WAY -> cut(node.name, nodes.get(fault.other() % NODES).name, fault.lastsMs());
      case DAMAGE, DELETE_RECORD, SET_RECORD_BACK, DRAIN ->
          throw new IllegalArgumentException("not drawn here");
      case SLOW_DISK -> {
        node.slow = true;
        world.after(fault.lastsMs(), () -> node.slow = false);
      }
    }
  }

  private void kill(SimulatedMultiNode node, long awayMs) {
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

  private void cut(String from, String to, long lastsMs) {
    world.cut(from, to);
    world.after(lastsMs, () -> world.heal(from, to));
  }

  void send(SimulatedMultiNode from, StoreId to, MultiMessage message) {
    for (SimulatedMultiNode node : nodes) {
      if (node.id.equals(to)) {
        world.send(
            from.name, node.name, () -> node.step(new MultiEvent.Received(from.id, message)));
      }
    }
  }
}
