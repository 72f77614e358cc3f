package io.vectorcluster.operator.core.status;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.ObservedPod;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.RunPolicy;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One shard as it was seen.
 *
 * @param entry its place in the topology; empty before the first
 */
record ShardView(
    ShardId id, ShardState state, Optional<ShardEntry> entry, Optional<ObservedPod> pod) {

  /** The shards of the topology, or those that are awaited. */
  static List<ShardView> of(Plan plan, Observation seen) {
    List<ShardId> ids =
        plan.topology()
            .map(topology -> topology.shards().stream().map(ShardEntry::id).toList())
            .orElseGet(() -> List.copyOf(plan.shards()));
    List<ShardView> views = new ArrayList<>();
    for (ShardId id : ids) {
      Optional<ShardEntry> entry = plan.topology().flatMap(topology -> topology.shard(id));
      views.add(new ShardView(id, state(plan, seen, id, entry), entry, seen.pod(id)));
    }
    return views;
  }

  private static ShardState state(
      Plan plan, Observation seen, ShardId id, Optional<ShardEntry> entry) {
    if (plan.intent().map(Intent::runPolicy).equals(Optional.of(RunPolicy.STOPPED))) {
      return ShardState.STOPPED;
    }
    Optional<ObservedPod> pod = seen.pod(id);
    if (pod.isEmpty()) {
      return ShardState.MISSING;
    }
    Optional<Answered> answer = seen.answer(id);
    if (entry.isPresent()
        && answer.isPresent()
        && entry.get().replicas().member(answer.get().store()).isEmpty()) {
      return ShardState.LOST;
    }
    if (!pod.get().ready() || pod.get().deleting() || entry.isEmpty()) {
      return ShardState.STARTING;
    }
    return answer.isPresent() ? ShardState.SERVING : ShardState.UNREACHABLE;
  }

  boolean serves() {
    return state == ShardState.SERVING;
  }

  /** What is wrong with it, for people. */
  String describe() {
    String where = pod.map(ObservedPod::name).orElse("no pod");
    String trouble = pod.flatMap(ObservedPod::trouble).map(text -> ": " + text).orElse("");
    return "shard " + id + " has 0 of 1 copies: " + where + " is " + state.text() + trouble;
  }

  /** The slots it owns. */
  int slots(Topology topology) {
    return topology.assignment().count(id);
  }

  /** The highest term of its slots. */
  long term(Topology topology) {
    long highest = 0;
    for (int slot : topology.assignment().slotsOf(id)) {
      highest = Math.max(highest, topology.terms().term(slot));
    }
    return highest;
  }
}
