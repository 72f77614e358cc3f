package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.replication.SimulatedWorld;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A process with its disk, which can be killed. */
final class SimulatedQuorumNode {
  private static final long TICK_MS = 100;
  private static final QuorumTiming TIMING = new QuorumTiming(150, 2_500, 600_000);

  final String name;
  final StoreId id;
  final SimulatedQuorumStore store;
  private final QuorumSimulation simulation;
  private final SimulatedWorld world;
  private final Deque<QuorumEffect.Disk> disk = new ArrayDeque<>();
  private final Map<Long, Consumer<QuorumEffect>> calls = new HashMap<>();
  private @Nullable QuorumNode node;
  private boolean diskBusy;
  private long nextCall;
  private long skew;
  boolean slow;
  int life;

  SimulatedQuorumNode(
      String name, StoreId id, QuorumSimulation simulation, SimulatedQuorumStore store) {
    this.name = name;
    this.id = id;
    this.simulation = simulation;
    this.world = simulation.world;
    this.store = store;
  }

  boolean isUp() {
    return node != null;
  }

  boolean holds() {
    return store.holds() >= simulation.published.epoch();
  }

  void start() {
    life++;
    skew = world.random.nextInt(2_000);
    long incarnation = world.random.nextLong() & Long.MAX_VALUE;
    node = new QuorumNode(id, incarnation, store, TIMING, simulation.rules, store.view);
    world.say(name + " starts at epoch " + store.view.epoch());
    tick(life);
  }

  void kill() {
    world.say(name + " is killed, " + disk.size() + " on the way to its disk");
    life++;
    node = null;
    disk.clear();
    calls.clear();
    diskBusy = false;
  }

  private void tick(int ofLife) {
    if (life == ofLife && node != null) {
      step(new QuorumEvent.Tick());
      world.after(TICK_MS, () -> tick(ofLife));
    }
  }

  void adopt(QuorumView next) {
    if (node == null || next.epoch() <= store.view.epoch()) {
      return;
    }
    int ofLife = life;
    world.after(
        1 + world.random.nextInt(5),
        () -> {
          if (life == ofLife && next.epoch() > store.view.epoch()) {
            simulation.adopting(store.view, next);
            store.view = next;
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

  void receive(StoreId from, QuorumMessage message) {
    step(new QuorumEvent.Received(from, message));
  }

  private void step(QuorumEvent event) {
    QuorumNode running = node;
    if (running == null) {
      return;
    }
    for (QuorumEffect effect : running.step(event, world.now() + skew)) {
      switch (effect) {
        case QuorumEffect.Send(StoreId to, QuorumMessage message) ->
            simulation.send(this, to, message);
        case QuorumEffect.Disk work -> disk.add(work);
        case QuorumEffect.Written(long call, var _) -> answer(call, effect);
        case QuorumEffect.Found(long call, var _) -> answer(call, effect);
        case QuorumEffect.Unknown(long call) -> answer(call, effect);
      }
    }
    work();
  }

  private void answer(long call, QuorumEffect effect) {
    Consumer<QuorumEffect> caller = calls.remove(call);
    if (caller != null) {
      caller.accept(effect);
    }
  }

  private void work() {
    if (diskBusy || disk.isEmpty()) {
      return;
    }
    diskBusy = true;
    int ofLife = life;
    world.after(
        1 + world.random.nextInt(slow ? 300 : 6),
        () -> {
          if (life == ofLife) {
            diskBusy = false;
            QuorumEffect.Disk done = disk.remove();
            store.perform(done);
            step(new QuorumEvent.Persisted(done.number()));
          }
        });
  }
}
