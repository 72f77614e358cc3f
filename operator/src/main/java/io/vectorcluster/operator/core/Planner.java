package io.vectorcluster.operator.core;

import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.core.Verdict.Beginning;
import io.vectorcluster.operator.core.Verdict.Halted;
import io.vectorcluster.operator.core.Verdict.Publish;
import io.vectorcluster.operator.core.Verdict.Rebuilding;
import io.vectorcluster.operator.core.Verdict.Settled;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.resources.Blueprint;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final SpecInForce spec;
  private final Approvals approvals;

  private Planner(Request request, Observation seen) {
    this.request = request;
    this.seen = seen;
    this.spec = SpecInForce.of(request, seen);
    this.approvals =
        new Approvals(spec.intent().map(Intent::approvals).orElseGet(TreeSet::new), spent(seen));
  }

  private static List<String> spent(Observation seen) {
    return seen.record()
        .map(ObservedRecord::memory)
        .flatMap(memory -> Optional.ofNullable(memory.approvals()))
        .orElse(List.of());
  }

  /** What to do about one cluster, as it was seen. */
  public static Plan plan(Request request, Observation seen) {
    return new Planner(request, seen).plan();
  }

  /**
   * What to do about a cluster's topology alone: the steps that every plan begins with, and that
   * the data depends on. No child is looked at.
   */
  public static Plan topologyPlan(Request request, Observation seen) {
    return new Planner(request, seen).topologyPlan();
  }

  private Plan topologyPlan() {
    Optional<Verdict> verdict = spec.intent().map(this::judge);
    return new Plan(
        spec.intent(),
        spec.paused(),
        bornWith(),
        verdict.map(Verdict::shards).orElseGet(TreeSet::new),
        verdict.flatMap(Planner::inForce),
        actions,
        blockers,
        approvals.pending());
  }

  private Plan plan() {
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
          blockers,
          List.of());
    }
    Intent intent = spec.intent().get();
    // Who serves comes before everything else: an object the API server refuses holds up nothing.
    Verdict verdict = judge(intent);
    Blueprint blueprint =
        ChildSteps.blueprint(
            request,
            intent,
            bornWith(),
            verdict.shards(),
            Copies.of(request.cluster(), intent.replication().factor(), verdict, seen),
            seen);
    actions.addAll(ChildSteps.applies(blueprint, seen));
    actions.addAll(ChildSteps.claims(blueprint, seen));
    if (verdict instanceof Settled || verdict instanceof Beginning) {
      actions.addAll(ChildSteps.surplus(blueprint, seen));
      verdict = step(blueprint, verdict);
    }
    return new Plan(
        Optional.of(intent),
        spec.paused(),
        blueprint.version(),
        verdict.shards(),
        inForce(verdict),
        actions,
        blockers,
        approvals.pending());
  }

  private Verdict judge(Intent intent) {
    Verdict verdict = new TopologyJudge(request.cluster(), intent, seen, approvals).judge();
    blockers.addAll(verdict.blockers());
    remember(verdict);
    if (verdict instanceof Rebuilding rebuilding) {
      rebuilding.pods().forEach(pod -> actions.add(new Action.AskPromise(pod, rebuilding.epoch())));
    }
    verdict.topology().ifPresent(this::push);
    return verdict;
  }

  /** One step that cannot be taken back in a pass, each after a fresh look. */
  private Verdict step(Blueprint blueprint, Verdict verdict) {
    if (actions.isEmpty()) {
      Optional<Rollout.Step> next = Rollout.next(blueprint, verdict.topology(), seen, blockers);
      if (next.isPresent()) {
        return switch (next.get()) {
          case Rollout.Step.Restart(ObservedPod pod) -> {
            actions.add(
                new Action.RestartPod(pod.name(), pod.uid(), "made from an older template"));
            yield verdict;
          }
          case Rollout.Step.Handover(ShardId shard, ReplicaSet set) ->
              handOver(verdict, verdict.topology().orElseThrow(), Map.of(shard, set));
        };
      }
    }
    if (actions.isEmpty()) {
      actions.addAll(ShardRemoval.of(blueprint, verdict, seen, blockers));
    }
    if (actions.isEmpty()) {
      actions.addAll(ReplicaClaims.of(blueprint, verdict, seen));
    }
    return verdict;
  }

  private Verdict handOver(Verdict verdict, Topology before, Map<ShardId, ReplicaSet> changed) {
    Publish publish =
        new Publish(
            Optional.of(before),
            before.withReplicas(changed),
            RecordChange.MEMBERS,
            verdict.shards(),
            List.of());
    remember(publish);
    push(publish.next());
    return publish;
  }

  private String bornWith() {
    return seen.record()
        .map(ObservedRecord::memory)
        .flatMap(memory -> Optional.ofNullable(memory.version()))
        .or(() -> Optional.ofNullable(seen.status().version()))
        .orElse(request.release().version());
  }

  /** Writes the record where it is to change. A halted cluster's record is left as it was found. */
  private void remember(Verdict verdict) {
    List<String> spent = approvals.spent(isCertain(verdict));
    Optional<RecordChange> change =
        switch (verdict) {
          case Halted _ -> Optional.empty();
          case Rebuilding rebuilding ->
              rebuilding.noted() ? Optional.empty() : Optional.of(RecordChange.REBUILDING);
          case Publish publish -> Optional.of(publish.change());
          case Settled settled ->
              spec.toRemember()
                  .map(now -> RecordChange.SPEC_ACCEPTED)
                  .or(
                      () ->
                          spent.equals(spent(seen))
                              ? Optional.empty()
                              : Optional.of(RecordChange.APPROVALS_SPENT));
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
                            .orElse(null),
                        spent.isEmpty() ? null : spent,
                        verdict instanceof Rebuilding rebuilding ? rebuilding.epoch() : null),
                    verdict instanceof Rebuilding rebuilding
                        ? rebuilding.recorded()
                        : verdict.topology(),
                    why,
                    memberChanges(verdict),
                    verdict instanceof Publish ? approvals.accepted() : List.of())));
  }

  /**
   * Whether every case there can be was seen: of each shard a store in sync is there, or its loss
   * is pending. A case that is only not offered yet must not lose its id.
   */
  private boolean isCertain(Verdict verdict) {
    Optional<Topology> topology = verdict.topology();
    return topology.isPresent()
        && topology.get().shards().stream()
            .allMatch(
                shard ->
                    approvals.isOpen(shard.id())
                        || shard.replicas().inSync().stream()
                            .anyMatch(store -> seen.answer(shard.id(), store).isPresent()));
  }

  private static List<MemberChange> memberChanges(Verdict verdict) {
    return verdict instanceof Publish publish && publish.before().isPresent()
        ? MemberChange.between(publish.before().get(), publish.next())
        : List.of();
  }

  /**
   * Members and those who were members learn of it; a store that is neither is told nothing. Those
   * of the shards that have just changed come first: they may wait for it to serve.
   */
  private void push(Topology topology) {
    List<Action> others = new ArrayList<>();
    seen.answers()
        .forEach(
            (pod, answer) -> {
              Optional<ShardEntry> shard = topology.shardOf(answer.store());
              boolean behind =
                  answer.topology().map(topology::supersedes).orElse(shard.isPresent());
              if (behind) {
                boolean urgent = shard.filter(s -> s.epoch() == topology.epoch()).isPresent();
                (urgent ? actions : others).add(new Action.PushTopology(pod, topology));
              }
            });
    actions.addAll(others);
  }

  private static Optional<Topology> inForce(Verdict verdict) {
    return switch (verdict) {
      case Settled settled -> Optional.of(settled.inForce());
      case Halted halted -> halted.known();
      case Rebuilding rebuilding -> Optional.of(rebuilding.copy());
      case Publish publish -> Optional.of(publish.next());
      case Beginning beginning -> Optional.empty();
    };
  }
}
