package io.vectorcluster.indexnode.replication;

import java.util.List;

/** Kills, lost disks, cut links, slow disks and operators that pause, at moments of the seed. */
final class Faults {
  private final Simulation simulation;
  private final SimulatedWorld world;
  private long until;

  Faults(Simulation simulation) {
    this.simulation = simulation;
    this.world = simulation.world;
  }

  void begin(long untilMs) {
    until = untilMs;
    next();
  }

  /** Something has just happened after which a kill is likely to hurt. */
  void atCriticalMoment() {
    if (world.now() < until && world.random.nextInt(3) == 0) {
      SimulatedNode victim =
          world.random.nextInt(3) == 0
              ? simulation.nodes.get(world.random.nextInt(simulation.nodes.size()))
              : simulation.primaryBy(simulation.api.read());
      world.after(world.random.nextInt(400), () -> kill(victim, false));
    }
  }

  private void next() {
    world.after(200 + world.random.nextInt(2_000), this::strike);
  }

  private void strike() {
    if (world.now() >= until) {
      return;
    }
    simulation.faults++;
    SimulatedNode node = simulation.nodes.get(world.random.nextInt(simulation.nodes.size()));
    switch (world.random.nextInt(8)) {
      case 0, 1, 2 -> kill(node, false);
      case 3 -> kill(node, simulation.mayLose(node));
      case 4 -> isolate(node);
      case 5 -> cutOneWay(node);
      case 6 -> slowDisk(node);
      default -> pauseOperator();
    }
    next();
  }

  private void kill(SimulatedNode node, boolean wipe) {
    if (!node.isUp()) {
      return;
    }
    boolean office = simulation.api.primary().equals(node.store().id());
    node.kill();
    if (wipe) {
      simulation.wipe(node);
    }
    long away = world.random.nextInt(3) == 0 ? 4_000 : 50 + world.random.nextInt(1_500);
    world.after(
        away,
        () -> {
          if (!node.isUp()) {
            if (office && simulation.api.primary().equals(node.store().id())) {
              simulation.marks.hit(Marks.Mark.PRIMARY_RESTARTED_IN_OFFICE);
              if (node.store()
                  .growth()
                  .filter(growth -> growth.epoch() == growthEpoch())
                  .isPresent()) {
                simulation.marks.hit(Marks.Mark.GROWTH_REMEMBERED);
              }
            }
            node.start();
          }
        });
  }

  private long growthEpoch() {
    return simulation.api.read().shard(SimulatedNode.SHARD).orElseThrow().epoch();
  }

  private void isolate(SimulatedNode node) {
    world.say(node.name + " is isolated");
    for (String other : others(node)) {
      world.cut(node.name, other);
      world.cut(other, node.name);
    }
    world.after(
        500 + world.random.nextInt(5_000),
        () ->
            others(node)
                .forEach(
                    other -> {
                      world.heal(node.name, other);
                      world.heal(other, node.name);
                    }));
  }

  private List<String> others(SimulatedNode node) {
    return List.of("n0", "n1", "n2", "operator0", "operator1").stream()
        .filter(other -> !other.equals(node.name))
        .toList();
  }

  private void cutOneWay(SimulatedNode node) {
    String other = others(node).get(world.random.nextInt(4));
    world.say("cut from " + node.name + " to " + other);
    world.cut(node.name, other);
    world.after(500 + world.random.nextInt(4_000), () -> world.heal(node.name, other));
  }

  private void slowDisk(SimulatedNode node) {
    simulation.slowDisks.add(node.name);
    world.after(500 + world.random.nextInt(3_000), () -> simulation.slowDisks.remove(node.name));
  }

  private void pauseOperator() {
    SimulatedOperator operator = simulation.operators().get(world.random.nextInt(2));
    operator.pause(world.now() + 300 + world.random.nextInt(4_000));
  }
}
