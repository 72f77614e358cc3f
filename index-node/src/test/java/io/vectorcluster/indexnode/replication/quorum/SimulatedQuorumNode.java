package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.catchup.CatchupTiming;
import io.vectorcluster.indexnode.replication.points.SimulatedPoints;
import io.vectorcluster.indexnode.replication.points.SimulatedProcess;
import io.vectorcluster.topology.StoreId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A process of this mode. */
final class SimulatedQuorumNode extends SimulatedProcess {
  private static final CatchupTiming CATCHUP = new CatchupTiming(500, 200, 1);
  private static final QuorumTiming TIMING = new QuorumTiming(150, 2_500, 600_000);

  private final QuorumSimulation simulation;
  private final Map<Long, Consumer<QuorumEffect>> calls = new HashMap<>();
  private @Nullable QuorumNode node;
  private long nextCall;

  /** On its disk. */
  private QuorumView view;

  SimulatedQuorumNode(
      String name, StoreId id, SimulatedPoints points, QuorumSimulation simulation) {
    super(name, id, points, CATCHUP, simulation);
    this.simulation = simulation;
    this.view = simulation.published;
  }

  @Override
  protected void begin(long incarnation) {
    node =
        new QuorumNode(
            id(),
            incarnation,
            points(),
            TIMING,
            new QuorumRule.Kept(simulation.mistake.broken(QuorumRule.class)),
            view);
  }

  @Override
  protected void end() {
    node = null;
    calls.clear();
  }

  /** A disk without anything knows what it is told first. */
  void loseDisk(StoreId next) {
    view = simulation.published;
    replaceDisk(next, new SimulatedPoints(QuorumSimulation.SLOTS, 0));
  }

  @Override
  protected void tick() {
    step(new QuorumEvent.Tick());
  }

  @Override
  protected List<StoreId> others() {
    return simulation.stores().stream().filter(store -> !store.equals(id())).toList();
  }

  void adopt(QuorumView next) {
    if (node == null || next.epoch() <= view.epoch()) {
      return;
    }
    int ofLife = life();
    world.after(
        1 + world.random.nextInt(5),
        () -> {
          if (life() == ofLife && next.epoch() > view.epoch()) {
            settle();
            simulation.adopting(view, next);
            view = next;
            step(new QuorumEvent.Adopted(next));
          }
        });
  }

  void write(QuorumEvent.Write write, Consumer<QuorumEffect> answer) {
    long call = nextCall++;
    calls.put(call, answer);
    step(new QuorumEvent.Write(call, write.request(), write.key(), write.change()));
  }

  void read(QuorumEvent.StrongRead read, Consumer<QuorumEffect> answer) {
    long call = nextCall++;
    calls.put(call, answer);
    step(new QuorumEvent.StrongRead(call, read.key()));
  }

  @Override
  protected void hear(StoreId from, PointsMessage message) {
    if (message instanceof PointsMessage.OfQuorum(QuorumMessage quorum)) {
      step(new QuorumEvent.Received(from, quorum));
    }
  }

  private void step(QuorumEvent event) {
    QuorumNode running = node;
    if (running == null) {
      return;
    }
    for (QuorumEffect effect : running.step(event, nowMs())) {
      switch (effect) {
        case QuorumEffect.Send(StoreId to, QuorumMessage message) ->
            send(to, new PointsMessage.OfQuorum(message));
        case QuorumEffect.Persist(long number, List<Stored> records) ->
            write(
                () -> {
                  records.forEach(points()::merge);
                  written();
                },
                () -> step(new QuorumEvent.Persisted(number)));
        case QuorumEffect.MarkHolding(long number, long epoch) ->
            write(() -> points().hold(epoch), () -> step(new QuorumEvent.Persisted(number)));
        case QuorumEffect.Written(long call, var _) -> answer(call, effect);
        case QuorumEffect.Found(long call, var _) -> answer(call, effect);
        case QuorumEffect.Unknown(long call) -> answer(call, effect);
      }
    }
  }

  private void answer(long call, QuorumEffect effect) {
    Consumer<QuorumEffect> caller = calls.remove(call);
    if (caller != null) {
      caller.accept(effect);
    }
  }

  @Override
  protected void merge(List<Stored> records) {
    write(() -> records.forEach(this::take), () -> {});
  }

  @Override
  protected void caught(StoreId from, long logged) {
    // Quorums, not logs, say what is held.
  }
}
