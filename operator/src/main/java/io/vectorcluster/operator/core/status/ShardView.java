package io.vectorcluster.operator.core.status;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.ObservedPod;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.operator.intent.RunPolicy;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One shard as it was seen.
 *
 * @param entry its place in the topology; empty before the first
 * @param factor copies it is to have
 * @param replicas those it is to have and those that have not left yet, by ordinal
 * @param primary the one that numbers the writes; the first before there is a topology
 */
record ShardView(
    ShardId id,
    Optional<ShardEntry> entry,
    int factor,
    List<ReplicaView> replicas,
    ReplicaView primary) {
  private static final int MOST = 7;

  /** The shards of the topology, or those that are awaited. */
  static List<ShardView> of(String cluster, Plan plan, Observation seen) {
    List<ShardId> ids =
        plan.topology()
            .map(topology -> topology.shards().stream().map(ShardEntry::id).toList())
            .orElseGet(() -> List.copyOf(plan.shards()));
    List<ShardView> views = new ArrayList<>();
    for (ShardId id : ids) {
      views.add(
          of(cluster, plan, seen, id, plan.topology().flatMap(topology -> topology.shard(id))));
    }
    return views;
  }

  private static ShardView of(
      String cluster, Plan plan, Observation seen, ShardId id, Optional<ShardEntry> entry) {
    boolean stopped = plan.intent().map(Intent::runPolicy).equals(Optional.of(RunPolicy.STOPPED));
    int factor = plan.intent().map(intent -> intent.replication().factor()).orElse(1);
    TreeSet<Integer> ordinals = new TreeSet<>();
    for (int ordinal = 0; ordinal < factor; ordinal++) {
      ordinals.add(ordinal);
    }
    entry.stream()
        .flatMap(shard -> shard.replicas().members().stream())
        .forEach(m -> Names.ordinal(cluster, id, m.host()).ifPresent(ordinals::add));
    // The list in status has room for seven.
    seen.pods(id).stream().limit(MOST).forEach(pod -> ordinals.add(pod.ordinal()));
    int first =
        entry
            .map(ShardEntry::replicas)
            .flatMap(ReplicaSet::primaryMember)
            .map(Member::host)
            .map(host -> Names.ordinal(cluster, id, host).orElse(0))
            .orElse(0);
    ReplicaView.Frame frame = new ReplicaView.Frame(cluster, id, factor, stopped, seen);
    Optional<ReplicaSet> set = entry.map(ShardEntry::replicas);
    List<ReplicaView> replicas =
        ordinals.stream().limit(MOST).map(ordinal -> ReplicaView.of(frame, ordinal, set)).toList();
    ReplicaView primary = ReplicaView.of(frame, first, set);
    return new ShardView(id, entry, factor, replicas, primary);
  }

  /**
   * Whether it takes writes: with several copies by the primary's word of this epoch; before it has
   * one, and with one copy, by its readiness.
   */
  boolean serves() {
    boolean single = factor == 1 && replicas.size() == 1;
    Optional<Answered> answer = primary.answer().filter(said -> !single);
    return switch (primary.state()) {
      case SERVING, STARTING ->
          entry
              .flatMap(shard -> answer.flatMap(said -> said.word(shard)))
              .map(MemberReport::serving)
              .orElseGet(primary::serves);
      case UNREACHABLE, JOINING, LEAVING, MISSING, LOST, STOPPED -> false;
    };
  }

  /** Whether Kubernetes calls the primary ready and only the operator cannot reach it (T4). */
  boolean isUnreachable() {
    return primary.state() == ShardState.UNREACHABLE;
  }

  /** Copies that count: in sync, ready and heard of. */
  int copies() {
    return Math.toIntExact(replicas.stream().filter(ReplicaView::serves).count());
  }

  /** Copies that are waited for. */
  int inSync() {
    return entry.map(shard -> shard.replicas().inSync().size()).orElse(0);
  }

  /** Whether it serves with all copies it is to have. */
  boolean isComplete() {
    return serves() && copies() >= factor;
  }

  /** The pod of its primary. */
  Optional<ObservedPod> pod() {
    return primary.seen();
  }

  /** What is wrong with it, for people. */
  String describe() {
    if (factor == 1 && replicas.size() == 1) {
      return "shard "
          + id
          + " has 0 of 1 copies: "
          + (primary.seen().isEmpty() ? "no pod is " + primary.state().text() : primary.describe());
    }
    String missing =
        replicas.stream()
            .filter(replica -> !replica.serves() && replica.state() != ShardState.LEAVING)
            .findFirst()
            .map(ReplicaView::describe)
            .orElseGet(() -> primary.pod() + " is taking over");
    return "shard %s has %d of %d copies: %s".formatted(id, copies(), factor, missing);
  }

  /** What its copies say of damage; empty while none knows of any. */
  Optional<String> divergence() {
    return replicas.stream()
        .filter(replica -> replica.divergence().slots() > 0)
        .findFirst()
        .map(
            replica ->
                "shard %s: slots of %s that are damaged or differ: %d, %s"
                    .formatted(
                        id,
                        replica.pod(),
                        replica.divergence().slots(),
                        factor == 1
                            ? "with no other copy to repair them from; their other points are"
                                + " served: load the collection again into a new cluster"
                            : "being repaired from another copy"));
  }

  /** Whether damage was found in one of its copies since their processes started. */
  boolean wasRepaired() {
    return replicas.stream().anyMatch(replica -> replica.divergence().repaired() > 0);
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
