package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.catchup.CatchupTiming;
import io.vectorcluster.indexnode.replication.points.SimulatedPoints;
import io.vectorcluster.indexnode.replication.points.SimulatedProcess;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.topology.StoreId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A process of this mode. */
final class SimulatedMultiNode extends SimulatedProcess {
  private static final CatchupTiming CATCHUP = new CatchupTiming(800, 250, 1);
  private static final MultiTiming TIMING = new MultiTiming(300, 400);

  /** What a store that holds everything remembers. */
  private static final long HOLDS = 1;

  private final MultiPrimarySimulation simulation;
  private final Map<Long, Consumer<Version>> calls = new HashMap<>();
  private SimulatedShipments shipments;
  private @Nullable MultiPrimaryNode node;
  private long incarnation;
  private long nextCall;

  /** On its disk. */
  private MultiMembers members;

  SimulatedMultiNode(String name, StoreId id, MultiPrimarySimulation simulation) {
    super(name, id, new SimulatedPoints(MultiPrimarySimulation.SLOTS, HOLDS), CATCHUP, simulation);
    this.simulation = simulation;
    this.shipments = new SimulatedShipments(points(), simulation.mostLines());
    this.members = simulation.published;
  }

  @Override
  protected void begin(long drawn) {
    incarnation = drawn;
    shipments.begin(drawn);
    // A disk without anything knows what it is told first.
    members = members.all().contains(id()) ? members : simulation.published;
    node = made();
  }

  private MultiPrimaryNode made() {
    return new MultiPrimaryNode(
        incarnation,
        1,
        others(),
        shipments,
        TIMING,
        new MultiRule.Kept(simulation.mistake.broken(MultiRule.class)));
  }

  @Override
  protected void end() {
    node = null;
    calls.clear();
  }

  void loseDisk(StoreId next) {
    replaceDisk(next, new SimulatedPoints(MultiPrimarySimulation.SLOTS, 0));
    shipments = new SimulatedShipments(points(), simulation.mostLines());
  }

  boolean holds() {
    return points().holds() >= HOLDS;
  }

  void adopt(MultiMembers next) {
    if (node == null || next.epoch() <= members.epoch()) {
      return;
    }
    settle();
    boolean others = !next.others(id()).equals(others());
    members = next;
    if (others) {
      node = made();
      step(new MultiEvent.Tick());
    }
    if (members.inSync().contains(id())) {
      hold();
    }
  }

  private void hold() {
    if (!holds()) {
      write(() -> points().hold(HOLDS), () -> simulation.holds(this));
    }
  }

  @Override
  protected void tick() {
    step(new MultiEvent.Tick());
  }

  @Override
  protected List<StoreId> others() {
    return members.others(id());
  }

  /** Empty while it is down. */
  Optional<Long> confirmed() {
    return Optional.ofNullable(node).map(MultiPrimaryNode::confirmed);
  }

  void write(MultiEvent.Write write, Consumer<Version> answer) {
    long call = nextCall++;
    calls.put(call, answer);
    step(new MultiEvent.Write(call, write.request(), write.key(), write.change()));
  }

  @Override
  protected void hear(StoreId from, PointsMessage message) {
    if (message instanceof PointsMessage.OfMultiPrimary(MultiMessage multi)) {
      step(new MultiEvent.Received(from, multi));
    }
  }

  void step(MultiEvent event) {
    MultiPrimaryNode running = node;
    if (running == null) {
      return;
    }
    for (MultiEffect effect : running.step(event, nowMs())) {
      switch (effect) {
        case MultiEffect.Send(StoreId to, MultiMessage message) ->
            send(to, new PointsMessage.OfMultiPrimary(message));
        case MultiEffect.Written(long call, Version version) -> {
          Consumer<Version> caller = calls.remove(call);
          if (caller != null) {
            caller.accept(version);
          }
        }
        case MultiEffect.Disk work ->
            write(
                () -> perform(work), () -> step(new MultiEvent.Persisted(List.of(work.number()))));
      }
    }
  }

  private void perform(MultiEffect.Disk effect) {
    switch (effect) {
      case MultiEffect.Log(long _, Stored record, Optional<Version> over) -> {
        shipments.log(record, over);
        written();
      }
      case MultiEffect.Merge merge ->
          simulation.marks.add("writers did not know of each other", shipments.merge(merge));
      case MultiEffect.Repair(long _, Stored record) -> {
        if (!SimulatedPoints.isTombstone(record) || !points().isBelowFloor(record)) {
          take(record);
          simulation.marks.add("record is taken from another");
        }
      }
      case MultiEffect.Promise(long _, long stamp) -> shipments.promise(stamp);
      case MultiEffect.Purge(long _, long upTo) ->
          simulation.marks.add("tombstone is purged", points().purge(upTo));
    }
  }

  @Override
  protected void merge(List<Stored> records) {
    records.forEach(record -> step(new MultiEvent.Taken(record)));
  }

  @Override
  protected void caught(StoreId from, long logged) {
    shipments.caught(from, logged);
    if (hasCaught(members.othersInSync(id()))) {
      hold();
    }
  }
}
