package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.core.Verdict.Beginning;
import io.vectorcluster.operator.core.Verdict.Halted;
import io.vectorcluster.operator.core.Verdict.Publish;
import io.vectorcluster.operator.core.Verdict.Settled;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.resources.Blueprint;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Plans one pass. The order of work is the order of the lines of {@link #plan}: where the data
 * lives first, then what serves it, then what may wait.
 */
public final class Planner {
  private final Request request;
  private final Observation seen;
  private final List<Action> actions = new ArrayList<>();
  private final List<Blocker> blockers = new ArrayList<>();

  private Planner(Request request, Observation seen) {
    this.request = request;
    this.seen = seen;
  }

  /** What to do about one cluster, as it was seen. */
  public static Plan plan(Request request, Observation seen) {
    return new Planner(request, seen).plan();
  }

  private Plan plan() {
    SpecInForce spec = SpecInForce.of(request, seen.record());
    blockers.addAll(spec.blockers());
    // The garbage collector takes the children; volumes go with it or stay by their owner
    // reference.
    if (request.cluster().deleting() || spec.intent().isEmpty()) {
      return new Plan(
          spec.intent(),
          spec.paused(),
          bornWith(),
          new TreeSet<>(),
          Optional.empty(),
          actions,
          blockers);
    }
    Intent intent = spec.intent().get();
    Verdict verdict = new TopologyJudge(request.cluster(), intent, seen).judge();
    blockers.addAll(verdict.blockers());
    Blueprint blueprint = ChildSteps.blueprint(request, intent, bornWith(), verdict.shards(), seen);

    remember(spec, verdict);
    actions.addAll(ChildSteps.applies(blueprint, seen));
    actions.addAll(ChildSteps.claims(blueprint, seen));
    verdict.topology().ifPresent(this::push);
    // One step that cannot be taken back in a pass, each after a fresh look.
    if (verdict instanceof Settled || verdict instanceof Beginning) {
      if (actions.isEmpty()) {
        actions.addAll(Rollout.of(blueprint, seen, blockers));
      }
      if (actions.isEmpty()) {
        actions.addAll(ShardRemoval.of(blueprint, verdict, seen, blockers));
      }
    }
    return new Plan(
        Optional.of(intent),
        spec.paused(),
        blueprint.version(),
        verdict.shards(),
        inForce(verdict),
        actions,
        blockers);
  }

  private String bornWith() {
    return seen.record()
        .map(ObservedRecord::memory)
        .flatMap(memory -> Optional.ofNullable(memory.version()))
        .or(() -> Optional.ofNullable(seen.status().version()))
        .orElse(request.release().version());
  }

  /** Writes the record where it is to change. A halted cluster's record is left as it was found. */
  private void remember(SpecInForce spec, Verdict verdict) {
    Optional<RecordChange> change =
        switch (verdict) {
          case Halted halted -> Optional.empty();
          case Publish publish -> Optional.of(publish.change());
          case Settled settled -> spec.toRemember().map(now -> RecordChange.SPEC_ACCEPTED);
          case Beginning beginning ->
              seen.record().isEmpty()
                  ? Optional.of(RecordChange.BORN)
                  : spec.toRemember().map(now -> RecordChange.SPEC_ACCEPTED);
        };
    change.ifPresent(
        why ->
            actions.add(
                new Action.WriteRecord(
                    seen.record().map(ObservedRecord::resourceVersion),
                    new VectorTopologySpec(
                        bornWith(),
                        spec.toRemember()
                            .or(
                                () ->
                                    seen.record()
                                        .map(ObservedRecord::memory)
                                        .map(VectorTopologySpec::accepted))
                            .orElse(null)),
                    verdict.topology(),
                    why)));
  }

  /** Members and those who were members learn of it; a store that is neither is told nothing. */
  private void push(Topology topology) {
    seen.answers()
        .forEach(
            (pod, answer) -> {
              boolean member = topology.shardOf(answer.store()).isPresent();
              boolean behind = answer.topology().map(topology::supersedes).orElse(member);
              if (behind) {
                actions.add(new Action.PushTopology(pod, topology));
              }
            });
  }

  private static Optional<Topology> inForce(Verdict verdict) {
    return switch (verdict) {
      case Settled settled -> Optional.of(settled.inForce());
      case Halted halted -> halted.known();
      case Publish publish -> Optional.of(publish.next());
      case Beginning beginning -> Optional.empty();
    };
  }
}
