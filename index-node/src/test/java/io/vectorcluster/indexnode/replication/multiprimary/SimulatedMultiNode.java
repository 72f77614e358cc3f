package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.SimulatedWorld;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A process with its disk, which can be killed. */
final class SimulatedMultiNode {
  private static final MultiTiming TIMING = new MultiTiming(300, 2_000, 400);
  private static final long TICK_MS = 100;

  final String name;
  final StoreId id;
  final SimulatedMultiStore store = new SimulatedMultiStore(MultiPrimarySimulation.SLOTS);
  private final MultiPrimarySimulation simulation;
  private final SimulatedWorld world;
  private final Deque<MultiEffect.Disk> disk = new ArrayDeque<>();
  private final Map<Long, Consumer<Version>> calls = new HashMap<>();
  private @Nullable MultiPrimaryNode node;
  private boolean diskBusy;
  private long nextCall;
  private long skew;
  private int life;
  boolean slow;

  SimulatedMultiNode(String name, StoreId id, MultiPrimarySimulation simulation) {
    this.name = name;
    this.id = id;
    this.simulation = simulation;
    this.world = simulation.world;
  }

  boolean isUp() {
    return node != null;
  }

  void start() {
    life++;
    skew = world.random.nextInt(4_000) - 3_000L;
    long incarnation = world.random.nextLong() & Long.MAX_VALUE;
    List<StoreId> others =
        simulation.nodes.stream().map(each -> each.id).filter(other -> !other.equals(id)).toList();
    node = new MultiPrimaryNode(incarnation, 1, others, store, TIMING, simulation.rules);
    world.say(name + " starts");
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
      step(new MultiEvent.Tick());
      world.after(TICK_MS, () -> tick(ofLife));
    }
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

  void step(MultiEvent event) {
    MultiPrimaryNode running = node;
    if (running == null) {
      return;
    }
    for (MultiEffect effect : running.step(event, Math.max(0, world.now() + skew))) {
      switch (effect) {
        case MultiEffect.Send(StoreId to, MultiMessage message) ->
            simulation.send(this, to, message);
        case MultiEffect.Written(long call, Version version) -> {
          Consumer<Version> caller = calls.remove(call);
          if (caller != null) {
            caller.accept(version);
          }
        }
        case MultiEffect.Disk work -> disk.add(work);
      }
    }
    work();
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
            MultiEffect.Disk done = disk.remove();
            store.perform(done);
            step(new MultiEvent.Persisted(List.of(done.number())));
          }
        });
  }
}
