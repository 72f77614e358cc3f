package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.ShardEntry;
import java.util.List;
import java.util.stream.Stream;

/**
 * Strikes with the faults of a list: kills, lost disks, cut links, slow disks, paused operators.
 */
final class Faults {
  private final Simulation simulation;
  private final SimulatedWorld world;
  private final List<Fault> faults;
  private long until;
  private int moments;
  private int copied;
  private int answers;
  private int struck;

  Faults(Simulation simulation, List<Fault> faults) {
    this.simulation = simulation;
    this.world = simulation.world;
    this.faults = faults;
  }

  void begin(long untilMs) {
    until = untilMs;
    for (Fault fault : faults) {
      if (fault.when() instanceof Fault.When.At(long ms)) {
        world.after(ms, () -> strike(fault));
      }
    }
  }

  /** Something has just happened after which a kill is likely to hurt. */
  void atCriticalMoment() {
    if (world.now() >= until) {
      return;
    }
    int moment = moments++;
    for (Fault fault : faults) {
      if (fault.when() instanceof Fault.When.Moment(int number, long laterMs) && number == moment) {
        SimulatedNode victim = node(fault);
        world.after(laterMs, () -> strike(fault, victim));
      }
    }
  }

  /** A slot of a store has just been replaced. */
  void atCopiedSlot(SimulatedNode copy) {
    if (world.now() >= until) {
      return;
    }
    int slot = copied++;
    for (Fault fault : faults) {
      if (fault.when() instanceof Fault.When.Copied(int number, long laterMs) && number == slot) {
        world.after(laterMs, () -> strike(fault, copy));
      }
    }
  }

  /** A strong read has just been answered with what was written while it waited. */
  void atOvertakenRead(SimulatedNode primary) {
    // Most are answered by replicas that lack nothing.
    if (world.now() >= until + Simulation.CALM_MS) {
      return;
    }
    int answer = answers++;
    for (Fault fault : faults) {
      if (fault.when() instanceof Fault.When.Answered(int number, long laterMs)
          && number == answer) {
        SimulatedNode victim = fault.node() == Fault.THE_VICTIM ? primary : node(fault);
        world.after(laterMs, () -> strike(fault, victim));
      }
    }
  }

  /** How many have struck. */
  int struck() {
    return struck;
  }

  private SimulatedNode node(Fault fault) {
    if (fault.node() != Fault.THE_PRIMARY) {
      return simulation.nodes.get(fault.node());
    }
    List<ShardEntry> shards = simulation.api.read().shards();
    return simulation.primaryBy(shards.get(fault.other() % shards.size()));
  }

  private void strike(Fault fault) {
    strike(fault, node(fault));
  }

  private void strike(Fault fault, SimulatedNode node) {
    switch (fault.kind()) {
      case KILL -> kill(node, false, fault.lastsMs());
      case KILL_AND_LOSE_DISK -> kill(node, simulation.mayLose(node), fault.lastsMs());
      case ISOLATE -> isolate(node, fault.lastsMs());
      case CUT_ONE_WAY -> cutOneWay(node, others(node).get(fault.other()), fault.lastsMs());
      case DAMAGE -> damage(node, (int) fault.lastsMs(), fault.other() > 0);
      case SLOW_DISK -> {
        struck++;
        simulation.slowDisks.add(node.name);
        world.after(fault.lastsMs(), () -> simulation.slowDisks.remove(node.name));
      }
      case PAUSE_OPERATOR -> {
        struck++;
        simulation.operators().get(fault.other() % 2).pause(world.now() + fault.lastsMs());
      }
      case DELETE_RECORD, SET_RECORD_BACK -> loseRecord(fault);
      case DRAIN -> drain(node, fault.lastsMs());
      case SCALE -> {
        struck++;
        simulation.scale((int) fault.lastsMs());
      }
    }
  }

  private void loseRecord(Fault fault) {
    if (world.now() >= until || !simulation.mayLoseRecord()) {
      return;
    }
    struck++;
    world.say("the record is lost: " + fault.kind());
    if (fault.kind() == Fault.Kind.SET_RECORD_BACK) {
      simulation.api.setBack((int) fault.lastsMs());
      simulation.marks.hit(Marks.Mark.RECORD_SET_BACK);
      return;
    }
    simulation.api.delete();
    simulation.marks.hit(Marks.Mark.RECORD_DELETED);
    if (simulation.api.set(SimulatedNode.SHARD).inSync().size() == 1) {
      simulation.marks.hit(Marks.Mark.RECORD_DELETED_AT_IN_SYNC_ONE);
    }
  }

  /** Its pod is marked, and stopped some time later, as by an eviction. */
  private void drain(SimulatedNode node, long noticeMs) {
    if (node.isUp()) {
      node.leave();
      world.after(noticeMs, () -> kill(node, false, noticeMs));
    }
  }

  /** One record of one store at a time, of which another in-sync store has a copy. */
  private void damage(SimulatedNode node, int which, boolean hot) {
    List<LoggedWrite> records =
        node.store().records().stream()
            .filter(record -> record.change() instanceof LoggedWrite.Change.Upsert)
            .filter(record -> !hot || record.key().slot() < Simulation.HOT_KEYS)
            .toList();
    boolean sound = simulation.nodes.stream().allMatch(each -> each.store().damage.isEmpty());
    if (records.isEmpty() || !sound || !simulation.mayLose(node)) {
      return;
    }
    struck++;
    LoggedWrite record = records.get(which % records.size());
    world.say(node.name + " damages " + record.key());
    node.store().damage.strike(record);
  }

  private void kill(SimulatedNode node, boolean wipe, long awayMs) {
    if (!node.isUp()) {
      return;
    }
    struck++;
    boolean office = simulation.api.isPrimary(node);
    node.kill();
    if (wipe) {
      simulation.wipe(node);
    }
    world.after(
        awayMs,
        () -> {
          if (!node.isUp()) {
            if (office) {
              markRestart(node);
            }
            node.startAgain();
          }
        });
  }

  private void markRestart(SimulatedNode node) {
    if (!simulation.api.isPrimary(node)) {
      return;
    }
    simulation.marks.hit(Marks.Mark.PRIMARY_RESTARTED_IN_OFFICE);
    long epoch = simulation.api.read().shard(node.shard).orElseThrow().epoch();
    if (node.store().growth().filter(growth -> growth.epoch() == epoch).isPresent()) {
      simulation.marks.hit(Marks.Mark.GROWTH_REMEMBERED);
    }
  }

  private void isolate(SimulatedNode node, long lastsMs) {
    struck++;
    world.say(node.name + " is isolated");
    for (String other : others(node)) {
      world.cut(node.name, other);
      world.cut(other, node.name);
    }
    world.after(
        lastsMs,
        () ->
            others(node)
                .forEach(
                    other -> {
                      world.heal(node.name, other);
                      world.heal(other, node.name);
                    }));
  }

  private List<String> others(SimulatedNode node) {
    return Stream.concat(
            simulation.nodes.stream().map(each -> each.name), Stream.of("operator0", "operator1"))
        .filter(other -> !other.equals(node.name))
        .toList();
  }

  private void cutOneWay(SimulatedNode node, String other, long lastsMs) {
    struck++;
    world.say("cut from " + node.name + " to " + other);
    world.cut(node.name, other);
    world.after(lastsMs, () -> world.heal(node.name, other));
  }
}
