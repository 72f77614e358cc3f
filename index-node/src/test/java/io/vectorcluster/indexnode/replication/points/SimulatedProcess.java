package io.vectorcluster.indexnode.replication.points;

import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.SimulatedWorld;
import io.vectorcluster.indexnode.replication.catchup.Catchup;
import io.vectorcluster.indexnode.replication.catchup.CatchupEffect;
import io.vectorcluster.indexnode.replication.catchup.CatchupMessage;
import io.vectorcluster.indexnode.replication.catchup.CatchupRule;
import io.vectorcluster.indexnode.replication.catchup.CatchupTiming;
import io.vectorcluster.indexnode.replication.catchup.PlantedCatchup;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A process with its disk, which can be killed, and the disk be lost. */
public abstract class SimulatedProcess {
  private static final long TICK_MS = 100;

  private record Work(Runnable change, Runnable then) {}

  public final String name;
  protected final SimulatedWorld world;
  private final PointsSimulation<?> simulation;
  private final CatchupTiming timing;
  private final Deque<Work> disk = new ArrayDeque<>();

  /** Questions that were not answered yet. */
  private final Map<StoreId, Long> asked = new HashMap<>();

  /** Comparisons under way, and those of them beside which this store was written to. */
  private final Set<StoreId> comparing = new HashSet<>();

  private final Set<StoreId> disturbed = new HashSet<>();
  private StoreId id;
  private SimulatedPoints points;
  private @Nullable Catchup catchup;
  private boolean diskBusy;
  private boolean replaced;
  private boolean filled;
  private long skew;
  private int life;
  boolean slow;

  protected SimulatedProcess(
      String name,
      StoreId id,
      SimulatedPoints points,
      CatchupTiming timing,
      PointsSimulation<?> simulation) {
    this.name = name;
    this.id = id;
    this.points = points;
    this.simulation = simulation;
    this.timing = timing;
    this.world = simulation.world;
  }

  /** The process begins, with what is on its disk. */
  protected abstract void begin(long incarnation);

  /** It is killed. */
  protected abstract void end();

  protected abstract void tick();

  /** The other replicas, as far as this one knows. */
  protected abstract List<StoreId> others();

  /** Takes a message of the mode. */
  protected abstract void hear(StoreId from, PointsMessage message);

  /** Records of others are to be merged, by {@link #take}. */
  protected abstract void merge(List<Stored> records);

  /** Told once it is durable. */
  protected abstract void caught(StoreId from, long logged);

  public final StoreId id() {
    return id;
  }

  public final SimulatedPoints points() {
    return points;
  }

  /** How often it was started. */
  public final int life() {
    return life;
  }

  public final boolean isUp() {
    return catchup != null;
  }

  protected final long nowMs() {
    return Math.max(0, world.now() + skew);
  }

  protected final boolean hasCaught(List<StoreId> all) {
    return catchup != null && catchup.hasCaught(all);
  }

  final void start() {
    life++;
    skew = world.random.nextInt(4_000) - 3_000L;
    long incarnation = world.random.nextLong() & Long.MAX_VALUE;
    catchup =
        PlantedCatchup.without(
            simulation.mistake.broken(CatchupRule.class), incarnation, points, timing);
    begin(incarnation);
    world.say(name + " starts");
    tick(life);
  }

  final void kill() {
    world.say(name + " is killed, " + disk.size() + " on the way to its disk");
    life++;
    catchup = null;
    end();
    disk.clear();
    asked.clear();
    comparing.clear();
    disturbed.clear();
    diskBusy = false;
  }

  /** It comes back as another store. */
  protected final void replaceDisk(StoreId next, SimulatedPoints empty) {
    world.say(name + " lost its disk, and is " + next);
    id = next;
    points = empty;
    replaced = true;
  }

  private void tick(int ofLife) {
    Catchup running = catchup;
    if (life == ofLife && running != null) {
      tick();
      if (simulation.catchesUp()) {
        perform(running.tick(others(), nowMs()));
      }
      world.after(TICK_MS, () -> tick(ofLife));
    }
  }

  final void receive(StoreId from, PointsMessage message) {
    Catchup running = catchup;
    if (running == null) {
      return;
    }
    if (message instanceof PointsMessage.OfCatchup(CatchupMessage said)) {
      List<CatchupEffect> effects = running.receive(from, said, nowMs());
      switch (said) {
        case CatchupMessage.Sums _ -> begun(from, effects);
        case CatchupMessage.Versions(long question, int _, var _) -> asked.remove(from, question);
        case CatchupMessage.Records(long question, int _, var _) -> asked.remove(from, question);
        case CatchupMessage.VersionsWanted _, CatchupMessage.RecordsWanted _ -> {}
      }
      perform(effects);
    } else {
      hear(from, message);
    }
  }

  private void begun(StoreId with, List<CatchupEffect> effects) {
    if (effects.stream().anyMatch(CatchupEffect.Send.class::isInstance)) {
      comparing.add(with);
      disturbed.remove(with);
      if (asked.remove(with) != null) {
        simulation.marks.add("comparison is broken off and begun again");
      }
    }
  }

  protected final void send(StoreId to, PointsMessage message) {
    simulation.deliver(this, to, message);
  }

  private void perform(List<CatchupEffect> effects) {
    for (CatchupEffect effect : effects) {
      switch (effect) {
        case CatchupEffect.Send(StoreId to, CatchupMessage message) -> {
          switch (message) {
            case CatchupMessage.Sums sums -> simulation.remember(id, sums.logged(), points);
            case CatchupMessage.VersionsWanted(long question, int _) -> asked.put(to, question);
            case CatchupMessage.RecordsWanted(long question, int _, var _) ->
                asked.put(to, question);
            case CatchupMessage.Versions _, CatchupMessage.Records _ -> {}
          }
          send(to, new PointsMessage.OfCatchup(message));
        }
        case CatchupEffect.Merge(List<Stored> records) -> merge(records);
        case CatchupEffect.Caught(StoreId from, long logged) -> {
          boolean compared = comparing.remove(from);
          boolean written = disturbed.remove(from);
          Runnable said =
              () -> {
                mark(compared, written);
                simulation.check(this, from, logged);
                caught(from, logged);
              };
          if (simulation.mistake.is(PointsFlaw.CAUGHT_UP_BEFORE_DURABLE)) {
            said.run();
          } else {
            write(said, () -> {});
          }
        }
      }
    }
  }

  private void mark(boolean compared, boolean written) {
    if (compared && written) {
      simulation.marks.add("comparison during writes");
    }
    if (filled) {
      filled = false;
      replaced = false;
      simulation.marks.add("caught up after an empty disk");
    }
  }

  /** A record that was taken by catching up, as the disk does it. */
  protected final void take(Stored record) {
    filled = replaced;
    if (simulation.mistake.is(PointsFlaw.TAKES_WHAT_IS_OLDER)) {
      points.put(record);
    } else {
      points.merge(record);
    }
  }

  /** A write of a client has reached the disk. */
  protected final void written() {
    disturbed.addAll(comparing);
  }

  /** After what was given to the disk before; {@code then} when it is durable. */
  protected final void write(Runnable change, Runnable then) {
    disk.add(new Work(change, then));
    work();
  }

  /** Does all that the disk has to do, as nodes do before they adopt a topology. */
  protected final void settle() {
    while (!disk.isEmpty()) {
      next();
    }
  }

  private void next() {
    Work done = disk.remove();
    done.change().run();
    done.then().run();
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
            if (!disk.isEmpty()) {
              next();
            }
            work();
          }
        });
  }
}
