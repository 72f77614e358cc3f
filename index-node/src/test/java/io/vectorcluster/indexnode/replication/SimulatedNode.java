package io.vectorcluster.indexnode.replication;

import io.vectorcluster.operator.core.Divergence;
import io.vectorcluster.operator.core.Holdings;
import io.vectorcluster.operator.core.NodeAnswer;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A process with its disk: it runs a replica, carries out its effects, and can be killed. */
final class SimulatedNode {
  static final ShardId SHARD = new ShardId(0);
  private static final long TICK_MS = 100;
  private static final long SCRUB_TICKS = 5;
  private static final long FAILED_MS = 4_000;

  final String name;
  final ShardId shard;

  /** Of its pod in the shard. */
  final int ordinal;

  private final Simulation simulation;
  private final SimulatedWorld world;
  private final SimulatedDisk disk;
  private final Map<Long, Consumer<Effect.Result>> calls = new HashMap<>();
  private SimulatedStore store;
  private @Nullable PrimaryReplica replica;
  private int life;
  private @Nullable Topology adopting;
  private long nextCall;
  private long skew;
  private long failedUntil;
  private long downSince;
  private boolean leaving;

  SimulatedNode(int number, Simulation simulation, SimulatedStore store) {
    this.name = "n" + number;
    this.shard = new ShardId(number / simulation.shape.copies());
    this.ordinal = number % simulation.shape.copies();
    this.simulation = simulation;
    this.world = simulation.world;
    this.store = store;
    this.disk = new SimulatedDisk(this, simulation);
  }

  String pod() {
    return SimulatedIntent.pod(shard, ordinal);
  }

  SimulatedStore store() {
    return store;
  }

  boolean isUp() {
    return replica != null;
  }

  /** Whether its pod is about to be stopped. */
  boolean isLeaving() {
    return leaving;
  }

  void leave() {
    leaving = true;
  }

  void start() {
    life++;
    leaving = false;
    skew = world.random.nextInt(3_000);
    long incarnation = world.random.nextLong() & Long.MAX_VALUE;
    replica =
        new PrimaryReplica(
            store.id(),
            incarnation,
            store,
            simulation.timing,
            simulation.planted.rules(),
            ShardView.of(store.topology(), shard),
            clock());
    step(new Event.Configured(simulation.durability));
    simulation.started(this);
    world.say(name + " starts " + store.id() + " at " + store.last());
    tick(life);
  }

  /** As whoever runs processes does: one that failed is not started at once. */
  void startAgain() {
    if (!isUp() && world.now() >= failedUntil) {
      start();
    }
  }

  /** Clocks of machines differ, and start anew with them. */
  private long clock() {
    return world.now() + skew;
  }

  private void tick(int ofLife) {
    if (life == ofLife && replica != null) {
      step(new Event.Tick());
      if (world.now() / TICK_MS % SCRUB_TICKS == 0) {
        store.damage.slots().forEach(slot -> step(new Event.SlotFailed(slot)));
      }
      world.after(TICK_MS, () -> tick(ofLife));
    }
  }

  /** The process ends: what the disk had not finished is lost, callers hear nothing. */
  void kill() {
    world.say(name + " is killed at " + store.last() + ", " + disk.size() + " on the way");
    life++;
    store.crash();
    replica = null;
    disk.forget();
    calls.clear();
    adopting = null;
    downSince = world.now();
  }

  /** When the last process ended, if none runs. */
  long downSince() {
    return downSince;
  }

  /** The next start finds an empty disk, which is another store. */
  void wipe(SimulatedStore empty) {
    world.say(name + " loses its disk");
    store = empty;
  }

  void receive(StoreId from, Message message) {
    step(new Event.Received(from, message));
  }

  void write(Event.Write write, Consumer<Effect.Result> answer) {
    if (replica != null) {
      long call = nextCall++;
      calls.put(call, answer);
      step(new Event.Write(call, write.epoch(), write.request(), write.changes()));
    }
  }

  void read(Event.StrongRead read, Consumer<Effect.Result> answer) {
    if (replica != null) {
      long call = nextCall++;
      calls.put(call, answer);
      step(new Event.StrongRead(call, read.epoch(), read.key()));
    }
  }

  /** What it tells an operator; nothing while it is down. */
  Optional<NodeAnswer.Answered> answer() {
    return Optional.ofNullable(replica).map(this::answerOf);
  }

  private NodeAnswer.Answered answerOf(PrimaryReplica running) {
    boolean blank = store.isBlank();
    return new NodeAnswer.Answered(
        store.id(),
        blank ? Optional.empty() : Optional.of(topology()),
        store.promised(),
        true,
        List.of(),
        blank ? Optional.empty() : Optional.of(running.report(clock())),
        store.size(),
        // Clients write to a collection that was made before.
        simulation.shape.moves() && topology().shardOf(store.id()).isPresent() ? 1 : 0,
        Holdings.NONE,
        Divergence.NONE);
  }

  Topology topology() {
    return store.topology();
  }

  /** Writes a newer topology to the disk, then tells the replica. */
  void adopt(Topology next) {
    if (replica == null
        || next.epoch() <= topology().epoch()
        || (adopting != null && next.epoch() <= adopting.epoch())) {
      return;
    }
    adopting = next;
    int ofLife = life;
    world.after(
        1 + world.random.nextInt(5),
        () -> {
          if (life == ofLife && next.epoch() > topology().epoch() && !isFenced(next)) {
            store.adopt(next);
            step(new Event.Adopted(ShardView.of(next, shard)));
          }
        });
  }

  private boolean isFenced(Topology next) {
    boolean fenced = next.epoch() < store.promised();
    if (fenced) {
      simulation.marks.hit(Marks.Mark.LOST_TOPOLOGY_CAME_LATE);
    }
    return fenced;
  }

  /** Promises on its disk to adopt nothing below an epoch. */
  void promise(long epoch) {
    int ofLife = life;
    if (replica != null && !store.isBlank()) {
      world.after(
          1 + world.random.nextInt(5),
          () -> {
            if (life == ofLife) {
              store.promise(epoch);
            }
          });
    }
  }

  void step(Event event) {
    PrimaryReplica running = replica;
    if (running == null) {
      return;
    }
    world.note(
        () ->
            name
                + " < "
                + (event.toString().length() > 150
                    ? event.toString().substring(0, 150)
                    : event.toString())
                + " disk "
                + disk.size());
    try {
      for (Effect effect : running.step(event, clock())) {
        carryOut(effect);
      }
      disk.work();
    } catch (CannotLeadException e) {
      world.say(name + " fails: " + e.getMessage());
      simulation.marks.hit(Marks.Mark.DAMAGED_PRIMARY_GIVES_WAY);
      kill();
      failedUntil = world.now() + FAILED_MS;
      world.after(FAILED_MS, this::startAgain);
    }
  }

  private void carryOut(Effect effect) {
    simulation.marks.see(effect);
    if (effect instanceof Effect.RepairSlot) {
      if (!simulation.damages) {
        throw new AssertionError(name + " is repaired, and no disk was damaged: replicas differed");
      }
      simulation.marks.hit(
          simulation.api.isPrimary(this)
              ? Marks.Mark.PRIMARY_REPAIRED
              : Marks.Mark.REPLICA_REPAIRED);
    }
    if (effect instanceof Effect.ReplaceSlot) {
      simulation.faults.atCopiedSlot(this);
    }
    if (effect instanceof Effect.PersistGrowth) {
      simulation.faults.atCriticalMoment();
    }
    PrimaryReplica running = replica;
    if (effect instanceof Effect.Persist persist
        && running != null
        && running.view().isPrimary(store.id())) {
      SimulatedTombstones.check(persist, running.view(), simulation.nodes);
    }
    world.note(() -> name + " " + brief(effect));
    switch (effect) {
      case Effect.Send(StoreId to, Message message) -> simulation.links.send(this, to, message);
      case Effect.Disk work -> disk.ask(work);
      case Effect.FetchTopology(StoreId from) -> simulation.links.fetch(this, from);
      case Effect.OfferTopology(StoreId to) -> simulation.links.offer(this, to);
      case Effect.Answer(long call, Effect.Result result) -> {
        Consumer<Effect.Result> caller = calls.remove(call);
        if (caller != null) {
          caller.accept(result);
        }
      }
    }
  }

  private static String brief(Effect effect) {
    String text = effect.toString();
    return text.substring(0, Math.min(200, text.length()));
  }
}
