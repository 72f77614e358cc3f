package io.vectorcluster.indexnode.replication.points;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.Fault;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.SimulatedWorld;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A shard in a mode without a primary, under load and faults; what both modes have in common.
 *
 * @param <P> its processes
 */
public abstract class PointsSimulation<P extends SimulatedProcess> {
  public static final long LOAD_MS = 20_000;

  private static final long REST_MS = 5_000;

  /** 100 a second: all say what they have and hold. */
  private static final int MOST_AT_REST = 500;

  private record Told(StoreId store, long logged) {}

  public final SimulatedWorld world;
  public final SimulatedMarks marks = new SimulatedMarks();
  public final Mistake mistake;
  public final List<P> nodes = new ArrayList<>();
  private final List<Fault> faults;

  /** What a store had when it told others up to where it has logged. */
  private final Map<Told, Map<PointKey, Version>> told = new HashMap<>();

  private Optional<String> wrong = Optional.empty();
  private long stores;
  public int operations;
  int struck;

  protected PointsSimulation(long seed, Mistake mistake, List<Fault> faults) {
    this.world = new SimulatedWorld(seed, false);
    this.mistake = mistake;
    this.faults = faults;
  }

  /**
   * Runs to the end.
   *
   * @return what went wrong; empty if nothing did
   */
  public abstract Optional<String> run();

  /** Who is struck by a fault. */
  protected abstract P victim(Fault fault);

  /** The disk of a process that was killed is lost, or something else that mode can bear. */
  protected abstract void loseDisk(P node, Fault fault);

  /** Whether replicas compare; if not, the rest has to do without. */
  protected boolean catchesUp() {
    return true;
  }

  protected final StoreId nextStore() {
    return new StoreId(new UUID(0, ++stores));
  }

  /** Starts everything, and lets the faults come. */
  protected final void begin() {
    nodes.forEach(SimulatedProcess::start);
    for (Fault fault : faults) {
      if (fault.when() instanceof Fault.When.At(long ms)) {
        world.after(ms, () -> strike(fault));
      }
    }
  }

  /** No more faults: all that is broken works again. */
  protected final void recover() {
    world.healAll();
    nodes.forEach(node -> node.slow = false);
    nodes.stream().filter(node -> !node.isUp()).forEach(SimulatedProcess::start);
  }

  private void strike(Fault fault) {
    P node = victim(fault);
    List<String> others = others(node);
    struck++;
    switch (fault.kind()) {
      case KILL -> kill(node, fault.lastsMs());
      case KILL_AND_LOSE_DISK -> loseDisk(node, fault);
      case ISOLATE, PAUSE_OPERATOR -> {
        for (String other : others) {
          cut(node.name, other, fault.lastsMs());
          cut(other, node.name, fault.lastsMs());
        }
      }
      case CUT_ONE_WAY ->
          cut(node.name, others.get(fault.other() % others.size()), fault.lastsMs());
      case SLOW_DISK -> {
        node.slow = true;
        world.after(fault.lastsMs(), () -> node.slow = false);
      }
      case DAMAGE, DELETE_RECORD, SET_RECORD_BACK, DRAIN, SCALE ->
          throw new IllegalArgumentException("not drawn here");
    }
  }

  private List<String> others(P node) {
    List<String> names = new ArrayList<>(nodes.stream().map(each -> each.name).toList());
    names.remove(node.name);
    names.add("operator");
    return names;
  }

  private void cut(String from, String to, long lastsMs) {
    world.cut(from, to);
    world.after(lastsMs, () -> world.heal(from, to));
  }

  protected final void kill(P node, long awayMs) {
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

  /** The store of a process is another by now if its disk was lost: nobody hears it then. */
  final void deliver(SimulatedProcess from, StoreId to, PointsMessage message) {
    StoreId self = from.id();
    for (P node : nodes) {
      if (node.id().equals(to)) {
        if (node.name.equals(from.name)) {
          world.after(1, () -> node.receive(self, message));
        } else {
          world.send(
              from.name,
              node.name,
              () -> {
                if (node.id().equals(to)) {
                  node.receive(self, message);
                }
              });
        }
      }
    }
  }

  final void remember(StoreId store, long logged, SimulatedPoints points) {
    told.computeIfAbsent(new Told(store, logged), any -> points.versions());
  }

  /** Who has caught up with another holds what that one had logged when it said so. */
  final void check(SimulatedProcess node, StoreId from, long logged) {
    node.points()
        .lacks(told.get(new Told(from, logged)))
        .ifPresent(
            lack ->
                fail(
                    "%s has caught up with %d of %s, and lacks %s"
                        .formatted(node.id(), logged, from, lack)));
  }

  protected final void fail(String why) {
    wrong = wrong.or(() -> Optional.of(why));
  }

  /** Runs until a time, and sees that replicas which have nothing to do say little. */
  protected final void rest(long untilMs) {
    world.runUntil(untilMs - REST_MS);
    int before = world.delivered;
    world.runUntil(untilMs);
    int messages = world.delivered - before;
    if (messages > MOST_AT_REST) {
      fail("%d messages in %d ms, and nothing to do".formatted(messages, REST_MS));
    }
  }

  /** What went wrong so far, or at last: that stores differ when nothing is written any more. */
  protected final Optional<String> flaw() {
    return wrong.or(this::difference);
  }

  private Optional<String> difference() {
    P first = nodes.getFirst();
    return nodes.stream()
        .flatMap(
            node ->
                Stream.of(difference(node, first), difference(first, node))
                    .flatMap(Optional::stream))
        .findFirst();
  }

  private Optional<String> difference(P one, P other) {
    Set<Map.Entry<PointKey, Version>> more = new HashSet<>(one.points().versions().entrySet());
    more.removeAll(other.points().versions().entrySet());
    return more.isEmpty()
        ? Optional.empty()
        : Optional.of("%s holds %s, %s does not".formatted(one.name, more, other.name));
  }
}
