package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.DenseVector;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.Fault;
import io.vectorcluster.indexnode.replication.points.Mistake;
import io.vectorcluster.indexnode.replication.points.PointsSimulation;
import io.vectorcluster.indexnode.replication.points.SimulatedPoints;
import io.vectorcluster.indexnode.replication.points.SimulatedProcess;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.StoreId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Three replicas that all take writes, under load and faults; at the end all are to be equal. */
final class MultiPrimarySimulation extends PointsSimulation<SimulatedMultiNode> {
  static final int SLOTS = 4;
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

  /** The newest of each key that was answered, and not only on a disk that is lost. */
  private final Map<Integer, Acknowledged> acknowledged = new TreeMap<>();

  /** Keys with a delete that was never answered. */
  private final Set<Integer> laterDelete = new HashSet<>();

  /** What the others in sync had when a disk was replaced, by the store that is to hold it. */
  private final Map<StoreId, Map<StoreId, Map<PointKey, Version>>> toHold = new HashMap<>();

  private final Map<StoreId, Long> confirmed = new HashMap<>();

  /** The floor of tombstones rests on logs, of which a disk that is lost takes one with it. */
  private final boolean losesDisks;

  private final boolean catchesUp;

  private long floor;
  private long written;
  MultiMembers published;

  MultiPrimarySimulation(long seed, Mistake mistake, List<Fault> faults) {
    super(seed, mistake, faults);
    this.losesDisks = Math.floorMod(seed, 2L) == 0;
    this.catchesUp = Math.floorMod(seed, 4L) != 1;
    List<StoreId> ids = Stream.generate(this::nextStore).limit(NODES).toList();
    this.published = new MultiMembers(1, ids, ids);
    for (int i = 0; i < NODES; i++) {
      nodes.add(new SimulatedMultiNode("n" + i, ids.get(i), this));
    }
  }

  @Override
  public Optional<String> run() {
    begin();
    for (int i = 0; i < CLIENTS; i++) {
      world.after(1, this::write);
    }
    if (world.random.nextInt(3) == 0) {
      world.after(2_000 + world.random.nextInt(12_000), this::weekend);
    }
    operate();
    world.runUntil(LOAD_MS);
    recover();
    rest(LOAD_MS + SETTLE_MS);
    return flaw().or(this::lost);
  }

  private Optional<String> lost() {
    for (Map.Entry<Integer, Acknowledged> each : acknowledged.entrySet()) {
      Optional<Stored> found = nodes.getFirst().points().newest(key(each.getKey()));
      Acknowledged newest = each.getValue();
      boolean older =
          found.filter(record -> record.version().compareTo(newest.version()) < 0).isPresent();
      boolean gone = found.isEmpty() && !newest.deleted() && !laterDelete.contains(each.getKey());
      if (older || gone) {
        return Optional.of("key %d: %s, found %s".formatted(each.getKey(), newest, found));
      }
    }
    return nodes.stream()
        .filter(node -> !node.holds())
        .map(node -> node.name + " never held everything")
        .findFirst();
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
    if (!node.isUp() || !node.holds()) {
      return;
    }
    int key = world.random.nextInt(KEYS);
    boolean delete = world.random.nextInt(3) == 0;
    LoggedWrite.Change change =
        delete ? new LoggedWrite.Change.Delete() : new LoggedWrite.Change.Upsert(CONTENT);
    Optional<Version> before = node.points().newest(key(key)).map(Stored::version);
    boolean[] answered = {false};
    operations++;
    node.write(
        new MultiEvent.Write(0, new RequestId(1, ++written), key(key), change),
        version -> {
          answered[0] = true;
          check(version, before);
          acknowledged.merge(key, new Acknowledged(version, delete), MultiPrimarySimulation::newer);
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

  private static Acknowledged newer(Acknowledged a, Acknowledged b) {
    return a.version().compareTo(b.version()) < 0 ? b : a;
  }

  /** A write is newer than what its replica had, and than what may be gone. */
  private void check(Version version, Optional<Version> before) {
    if (before.filter(older -> older.compareTo(version) >= 0).isPresent()) {
      fail("%s is not above %s".formatted(version, before));
    }
    if (version.clock() <= floor) {
      fail("%s is below the floor %d".formatted(version, floor));
    }
  }

  /** Publishes the members, and the floor by the word of all stores. */
  private void operate() {
    world.after(300 + world.random.nextInt(100), this::operate);
    for (SimulatedMultiNode node : nodes) {
      MultiMembers members = published;
      world.send("operator", node.name, () -> node.adopt(members));
      StoreId store = node.id();
      world.send(node.name, "operator", () -> hear(node, store));
    }
    if (!losesDisks) {
      floor =
          mistake.broken() == MultiRule.PURGE_BELOW_FLOOR
              ? TombstoneFloor.oldEnough(world.now(), GRACE_MS)
              : TombstoneFloor.next(floor, confirmed, published.all(), world.now(), GRACE_MS);
      long next = floor;
      nodes.forEach(
          node -> world.send("operator", node.name, () -> node.step(new MultiEvent.Floor(next))));
    }
  }

  private void hear(SimulatedMultiNode node, StoreId store) {
    if (!node.id().equals(store)) {
      return;
    }
    node.confirmed().ifPresent(stamp -> confirmed.put(store, stamp));
    if (node.isUp() && node.holds() && !published.inSync().contains(store)) {
      publish(Stream.concat(published.inSync().stream(), Stream.of(store)).toList());
    }
  }

  private void publish(List<StoreId> inSync) {
    List<StoreId> all = nodes.stream().map(SimulatedProcess::id).toList();
    published = new MultiMembers(published.epoch() + 1, all, inSync);
    world.say("publishes " + published);
  }

  private void weekend() {
    marks.add("all are down past the grace");
    nodes.forEach(node -> kill(node, WEEKEND_MS));
  }

  @Override
  protected SimulatedMultiNode victim(Fault fault) {
    return nodes.get(fault.node());
  }

  /** In one seed of four what is shipped has to suffice: no disk loses anything there. */
  @Override
  protected boolean catchesUp() {
    return catchesUp;
  }

  int mostLines() {
    return catchesUp ? 150 : Integer.MAX_VALUE;
  }

  /** Some other replica has to be left in sync. */
  @Override
  protected void loseDisk(SimulatedMultiNode node, Fault fault) {
    List<StoreId> left = published.othersInSync(node.id());
    if (!catchesUp()) {
      kill(node, fault.lastsMs());
    } else if (!losesDisks) {
      node.points().rot((int) fault.lastsMs());
      forgive();
    } else if (node.isUp() && !left.isEmpty()) {
      kill(node, fault.lastsMs());
      node.loseDisk(nextStore());
      publish(left);
      marks.add("disk is lost");
      Map<StoreId, Map<PointKey, Version>> present = new HashMap<>();
      nodes.stream()
          .filter(other -> left.contains(other.id()))
          .forEach(other -> present.put(other.id(), other.points().versions()));
      toHold.put(node.id(), present);
      forgive();
    }
  }

  /**
   * What no disk has any more was only on the one that lost it (M1). It, or a delete before it, may
   * still be on its way.
   */
  private void forgive() {
    Map<Integer, Acknowledged> before = Map.copyOf(acknowledged);
    acknowledged.keySet().removeIf(key -> newestLeft(key).isEmpty());
    acknowledged.replaceAll((key, newest) -> older(newest, newestLeft(key).orElseThrow()));
    before.forEach(
        (key, newest) -> {
          if (!newest.equals(acknowledged.get(key))) {
            laterDelete.add(key);
          }
        });
  }

  private static Acknowledged older(Acknowledged a, Acknowledged b) {
    return a.version().compareTo(b.version()) <= 0 ? a : b;
  }

  /** The newest of a key that some disk has. */
  private Optional<Acknowledged> newestLeft(int key) {
    return nodes.stream()
        .flatMap(node -> node.points().newest(key(key)).stream())
        .map(record -> new Acknowledged(record.version(), SimulatedPoints.isTombstone(record)))
        .reduce(MultiPrimarySimulation::newer);
  }

  /** A new disk holds what those that are in sync had when it was empty. */
  void holds(SimulatedMultiNode node) {
    Map<StoreId, Map<PointKey, Version>> present = toHold.getOrDefault(node.id(), Map.of());
    published.othersInSync(node.id()).stream()
        .map(present::get)
        .filter(Objects::nonNull)
        .flatMap(versions -> node.points().lacks(versions).stream())
        .forEach(lack -> fail("%s says that it holds, and lacks %s".formatted(node.id(), lack)));
  }
}
