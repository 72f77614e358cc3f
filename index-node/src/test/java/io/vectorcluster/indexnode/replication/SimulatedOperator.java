package io.vectorcluster.indexnode.replication;

import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.BlockerId;
import io.vectorcluster.operator.core.NodeAnswer;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.ObservedPod;
import io.vectorcluster.operator.core.ObservedRecord;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.core.RecordChange;
import io.vectorcluster.operator.core.Sighting;
import io.vectorcluster.operator.core.Vigil;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The operator's own decisions ({@code operator.core}), fed with what a simulated process heard and
 * carried out by it: it asks the nodes, writes by compare-and-set, then pushes. It pauses, reads
 * old copies, and loses the answers to its writes. There are two, as with a lease that has expired.
 */
final class SimulatedOperator {
  private static final long ROUND_MS = 250;
  private static final long FRESH_MS = 700;
  private static final long SOON_MS = 1_000;
  private static final long AT_REST_MS = 10_000;

  /** An answer, and when it was asked for: what comes after the deadline does not count. */
  private record Heard(NodeAnswer.Answered answer, long asked) {}

  final String name;
  private final Simulation simulation;
  private final SimulatedWorld world;
  private final Map<SimulatedNode, Heard> heard = new HashMap<>();
  private Vigil vigil = Vigil.NONE;
  private Optional<ObservedRecord> read;
  private Optional<ObservedRecord> judged = Optional.empty();
  private long due;
  private long pausedUntil;

  SimulatedOperator(String name, Simulation simulation) {
    this.name = name;
    this.simulation = simulation;
    this.world = simulation.world;
    this.read = simulation.api.record();
  }

  void pause(long untilMs) {
    pausedUntil = untilMs;
  }

  /** The spec is another one. */
  void look() {
    due = world.now();
  }

  void pass() {
    world.after(ROUND_MS + world.random.nextInt(50), this::pass);
    if (world.now() < pausedUntil) {
      return;
    }
    long asked = world.now();
    for (SimulatedNode node : simulation.nodes) {
      world.send(name, node.name, () -> answer(node, asked));
    }
    // The read takes a while, and a pause may make it old.
    world.after(1 + world.random.nextInt(30), () -> read = simulation.api.record());
    world.after(40 + world.random.nextInt(30), this::decide);
  }

  private void answer(SimulatedNode node, long asked) {
    node.answer()
        .ifPresent(
            answer -> world.send(node.name, name, () -> hear(node, new Heard(answer, asked))));
  }

  private void hear(SimulatedNode node, Heard answer) {
    heard.merge(node, answer, (old, late) -> late.asked() > old.asked() ? late : old);
  }

  /** A pass is due when the nodes say something else, as in the operator's watch, or in time. */
  private void decide() {
    if (world.now() < pausedUntil) {
      return;
    }
    Map<String, Sighting> seen = new HashMap<>();
    SortedMap<String, NodeAnswer> answers = new TreeMap<>();
    for (SimulatedNode node : simulation.nodes) {
      String pod = node.pod();
      @Nullable Heard last = heard.get(node);
      if (last == null || world.now() - last.asked() >= FRESH_MS) {
        answers.put(pod, new NodeAnswer.Silent("no answer"));
        continue;
      }
      NodeAnswer.Answered answer = last.answer();
      answers.put(pod, answer);
      long epoch = answer.topology().map(Topology::epoch).orElse(0L);
      seen.put(
          pod,
          new Sighting(
              answer.store(),
              epoch,
              answer.promised(),
              answer.ready(),
              answer.members(),
              answer.divergence()));
    }
    Vigil before = vigil;
    vigil = before.after(answers.keySet(), seen);
    if (vigil.differsFrom(before) || !read.equals(judged) || world.now() >= due) {
      judged = read;
      act(answers);
    }
  }

  private void act(SortedMap<String, NodeAnswer> answers) {
    Observation seen =
        new Observation(
            Instant.ofEpochMilli(world.now()),
            SimulatedIntent.status(simulation.api.reported()),
            read,
            Collections.emptySortedMap(),
            simulation.nodes.stream().map(SimulatedOperator::pod).toList(),
            List.of(),
            answers,
            false,
            SimulatedIntent.DRAWN);
    Plan plan = simulation.planted.operator().plan(simulation.request(), seen);
    simulation.approve(plan.pending());
    if (plan.blocker(BlockerId.TOPOLOGY_LOST).isPresent()) {
      simulation.marks.hit(Marks.Mark.OPERATOR_WAITS_FOR_STORES);
    }
    boolean atRest = plan.actions().isEmpty() && plan.blockers().isEmpty();
    due = world.now() + (atRest ? AT_REST_MS : SOON_MS);
    world.after(1 + world.random.nextInt(40), () -> perform(plan));
  }

  private static ObservedPod pod(SimulatedNode node) {
    return new ObservedPod(
        node.pod(),
        node.shard,
        node.ordinal,
        node.pod(),
        "r1",
        node.isUp(),
        node.isLeaving(),
        Optional.of("node-" + node.name),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * In order, then the status; a write that was overtaken, or whose answer is lost, ends the pass.
   */
  private void perform(Plan plan) {
    for (Action action : plan.actions()) {
      switch (action) {
        case Action.WriteRecord write -> {
          if (!publish(write)) {
            due = world.now();
            return;
          }
        }
        case Action.PushTopology push -> push(push);
        case Action.AskPromise ask -> ask(ask);
        case Action.Apply _, Action.ReturnStrays _, Action.Delete _, Action.RestartPod _ ->
            throw new AssertionError("no step about the topology: " + action);
      }
    }
    plan.topology().ifPresent(topology -> simulation.api.report(topology.epoch()));
  }

  private void push(Action.PushTopology push) {
    for (SimulatedNode node : simulation.nodes) {
      if (node.pod().equals(push.pod())) {
        world.send(name, node.name, () -> node.adopt(push.topology()));
      }
    }
  }

  private void ask(Action.AskPromise ask) {
    for (SimulatedNode node : simulation.nodes) {
      if (node.pod().equals(ask.pod())) {
        world.send(name, node.name, () -> node.promise(ask.epoch()));
      }
    }
  }

  private boolean publish(Action.WriteRecord write) {
    Topology before = simulation.api.read();
    if (simulation.planted.operator() == OperatorFlaw.WRITES_WITHOUT_COMPARING) {
      simulation.api.overwrite(write);
    } else if (!simulation.api.compareAndSet(write)) {
      return false;
    }
    if (write.change() == RecordChange.REBUILDING) {
      world.say(name + " is about to rebuild as epoch " + write.memory().rebuilding());
      return true;
    }
    Topology next = write.topology().orElseThrow();
    simulation.published(before, next);
    simulation.faults.atCriticalMoment();
    mark(write.change(), before, next);
    world.say(
        "%s publishes epoch %d (%s): %s".formatted(name, next.epoch(), write.change(), told(next)));
    if (world.random.nextInt(10) == 0) {
      simulation.marks.hit(Marks.Mark.ANSWER_OF_THE_API_LOST);
      return false;
    }
    return true;
  }

  private static String told(Topology topology) {
    StringBuilder text = new StringBuilder();
    topology
        .shards()
        .forEach(
            shard ->
                text.append(
                    "%s: %s of %s; "
                        .formatted(
                            shard.id(), shard.replicas().primary(), shard.replicas().inSync())));
    return text.append(topology.migrations().list()).toString();
  }

  private void mark(RecordChange change, Topology before, Topology next) {
    if (change == RecordChange.REBUILT) {
      simulation.marks.hit(Marks.Mark.RECORD_REBUILT);
    }
    simulation.marks.see(before, next);
    for (ShardEntry entry : next.shards()) {
      before.shard(entry.id()).ifPresent(former -> mark(former.replicas(), entry.replicas()));
    }
  }

  private void mark(ReplicaSet before, ReplicaSet set) {
    if (!set.members().containsAll(before.members())) {
      simulation.marks.hit(Marks.Mark.STORE_LEFT_THE_TOPOLOGY);
    }
    StoreId former = before.primaryMember().orElseThrow().store();
    if (!former.equals(set.primary())) {
      simulation.marks.hit(Marks.Mark.PROMOTION);
      boolean leaving =
          simulation.nodes.stream()
              .anyMatch(
                  node -> node.isLeaving() && node.isUp() && node.store().id().equals(former));
      if (leaving) {
        simulation.marks.hit(Marks.Mark.HANDED_OVER);
      }
    }
    if (set.inSync().size() == 1) {
      simulation.marks.hit(Marks.Mark.SET_OF_ONE);
    }
  }
}
