package io.vectorcluster.indexnode.replication;

import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.NodeAnswer;
import io.vectorcluster.operator.core.Observation;
import io.vectorcluster.operator.core.ObservedRecord;
import io.vectorcluster.operator.core.Plan;
import io.vectorcluster.operator.core.Planner;
import io.vectorcluster.operator.core.RecordChange;
import io.vectorcluster.operator.core.RecordReading;
import io.vectorcluster.operator.core.Request;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Mistakes of an operator, for tests of the tests: each bends what it sees or what it plans. */
enum OperatorFlaw {
  NONE,
  /** Publishes any member that it can reach as in sync (P2). */
  PUBLISHES_JOINERS_FIRST,
  /** Promotes any live member, in sync or not (T3). */
  PROMOTES_ANYBODY,
  /** Takes reports of another epoch for present ones (P2). */
  TAKES_OLD_REPORTS,
  /** Overwrites what another operator wrote in between (T1). */
  WRITES_WITHOUT_COMPARING,
  /** Finds the record deleted, and makes it anew of the pods that are there (T1). */
  RECOMPUTES_THE_TOPOLOGY,
  /** Rebuilds a lost record from the highest copy that it hears of, without all answers (T1). */
  REBUILDS_FROM_ANY_COPY,
  /** Takes the record for the truth where nodes hold a later one (T1). */
  BELIEVES_AN_OLDER_RECORD,
  /** Takes stores at their word that have not promised to adopt nothing else meanwhile (T1). */
  REBUILDS_WITHOUT_PROMISES;

  Plan plan(Request request, Observation seen) {
    if (this == NONE || this == WRITES_WITHOUT_COMPARING) {
      return planned(request, seen);
    }
    Optional<Topology> recorded =
        seen.record()
            .flatMap(
                record ->
                    record.reading() instanceof RecordReading.Intact(Topology topology)
                        ? Optional.of(topology)
                        : Optional.empty());
    return switch (this) {
      case NONE, WRITES_WITHOUT_COMPARING -> planned(request, seen);
      case TAKES_OLD_REPORTS ->
          recorded
              .map(
                  topology ->
                      planned(
                          request, bent(seen, answer -> dated(answer, entry(topology).epoch()))))
              .orElseGet(() -> planned(request, seen));
      case BELIEVES_AN_OLDER_RECORD ->
          recorded
              .map(topology -> planned(request, bent(seen, answer -> behind(answer, topology))))
              .orElseGet(() -> planned(request, seen));
      case REBUILDS_WITHOUT_PROMISES -> unpromised(request, seen);
      case PUBLISHES_JOINERS_FIRST ->
          amended(request, seen, recorded, set -> withJoiners(set, seen));
      case PROMOTES_ANYBODY -> amended(request, seen, recorded, set -> promoted(set, seen));
      case RECOMPUTES_THE_TOPOLOGY ->
          anew(request, seen, recorded, topology -> recomputed(topology, seen));
      case REBUILDS_FROM_ANY_COPY ->
          anew(request, seen, recorded, topology -> topology.republishedAbove(topology.epoch()));
    };
  }

  private static Plan planned(Request request, Observation seen) {
    return Planner.topologyPlan(request, seen);
  }

  private static ShardEntry entry(Topology topology) {
    return topology.shard(SimulatedNode.SHARD).orElseThrow();
  }

  private static Observation bent(Observation seen, UnaryOperator<NodeAnswer.Answered> each) {
    SortedMap<String, NodeAnswer> nodes = new TreeMap<>(seen.nodes());
    seen.answers().forEach((pod, answer) -> nodes.put(pod, each.apply(answer)));
    return new Observation(
        seen.now(),
        seen.status(),
        seen.record(),
        seen.children(),
        seen.pods(),
        seen.claims(),
        nodes,
        seen.figuresDue(),
        seen.drawn());
  }

  /** The plan, with another set of the shard. */
  private static Plan amended(
      Request request,
      Observation seen,
      Optional<Topology> recorded,
      UnaryOperator<ReplicaSet> change) {
    Plan plan = planned(request, seen);
    if (recorded.isEmpty() || plan.topology().isEmpty()) {
      return plan;
    }
    ReplicaSet next = change.apply(entry(plan.topology().get()).replicas());
    Topology topology = recorded.get().withReplicas(Map.of(SimulatedNode.SHARD, next));
    return topology.equals(recorded.get()) ? plan : publishing(plan, topology, seen);
  }

  /** The plan, unless the record is gone and somebody has a copy. */
  private static Plan anew(
      Request request,
      Observation seen,
      Optional<Topology> recorded,
      UnaryOperator<Topology> rebuilt) {
    Plan plan = planned(request, seen);
    Optional<Topology> highest =
        seen.answers().values().stream()
            .flatMap(answer -> answer.topology().stream())
            .max(Comparator.comparingLong(Topology::epoch));
    return recorded.isPresent() || highest.isEmpty()
        ? plan
        : publishing(plan, rebuilt.apply(highest.get()), seen);
  }

  private static Plan publishing(Plan plan, Topology topology, Observation seen) {
    List<Action> actions = new ArrayList<>();
    actions.add(
        new Action.WriteRecord(
            seen.record().map(ObservedRecord::resourceVersion),
            seen.record()
                .map(ObservedRecord::memory)
                .orElseGet(() -> SimulatedIntent.memory(1, Shape.ONE.copies())),
            Optional.of(topology),
            RecordChange.MEMBERS,
            List.of(),
            List.of()));
    seen.answers().keySet().forEach(pod -> actions.add(new Action.PushTopology(pod, topology)));
    return new Plan(
        plan.intent(),
        plan.paused(),
        plan.version(),
        plan.shards(),
        Optional.of(topology),
        actions,
        List.of(),
        plan.pending());
  }

  /** The pods that are there, all in sync, under the first of them. */
  private static Topology recomputed(Topology highest, Observation seen) {
    List<Member> members =
        seen.pods().stream()
            .flatMap(
                pod ->
                    seen.answer(pod).stream()
                        .map(
                            answer ->
                                SimulatedIntent.member(answer.store(), pod.shard(), pod.ordinal())))
            .toList();
    Set<StoreId> stores = new TreeSet<>();
    members.forEach(member -> stores.add(member.store()));
    return highest
        .republishedAbove(highest.epoch())
        .withReplicas(
            Map.of(
                SimulatedNode.SHARD, ReplicaSet.of(members, members.getFirst().store(), stores)));
  }

  private static ReplicaSet withJoiners(ReplicaSet set, Observation seen) {
    Set<StoreId> all = new HashSet<>(set.inSync());
    seen.answers().values().stream()
        .map(NodeAnswer.Answered::store)
        .filter(store -> set.member(store).isPresent())
        .forEach(all::add);
    return ReplicaSet.of(set.members(), set.primaryMember().orElseThrow().store(), all);
  }

  private static ReplicaSet promoted(ReplicaSet set, Observation seen) {
    StoreId primary = set.primaryMember().orElseThrow().store();
    List<StoreId> live =
        seen.answers().values().stream()
            .map(NodeAnswer.Answered::store)
            .filter(store -> set.member(store).isPresent())
            .toList();
    if (live.isEmpty() || live.contains(primary)) {
      return set;
    }
    Set<StoreId> inSync = new HashSet<>(set.inSync());
    inSync.remove(primary);
    inSync.add(live.getFirst());
    return ReplicaSet.of(set.members(), live.getFirst(), inSync);
  }

  private static NodeAnswer.Answered behind(NodeAnswer.Answered answer, Topology recorded) {
    return with(
        answer,
        answer.topology().map(copy -> copy.epoch() > recorded.epoch() ? recorded : copy),
        answer.promised(),
        answer.members());
  }

  /** As if all had promised what they are only asked for. */
  private static Plan unpromised(Request request, Observation seen) {
    Plan plan = planned(request, seen);
    return plan.actions().stream()
        .flatMap(
            action ->
                action instanceof Action.AskPromise ask ? Stream.of(ask.epoch()) : Stream.of())
        .findFirst()
        .map(epoch -> planned(request, bent(seen, answer -> promising(answer, epoch))))
        .orElse(plan);
  }

  private static NodeAnswer.Answered promising(NodeAnswer.Answered answer, long epoch) {
    return with(answer, answer.topology(), epoch, answer.members());
  }

  private static NodeAnswer.Answered dated(NodeAnswer.Answered answer, long epoch) {
    return with(
        answer,
        answer.topology(),
        answer.promised(),
        answer.members().map(report -> dated(report, epoch)));
  }

  private static NodeAnswer.Answered with(
      NodeAnswer.Answered answer,
      Optional<Topology> copy,
      long promised,
      Optional<MemberReport> members) {
    return new NodeAnswer.Answered(
        answer.store(),
        copy,
        promised,
        answer.ready(),
        answer.notReady(),
        members,
        answer.points(),
        answer.collections(),
        answer.holdings(),
        answer.divergence());
  }

  private static MemberReport dated(MemberReport report, long epoch) {
    return new MemberReport(
        report.store(),
        epoch,
        report.serving(),
        report.silent(),
        report.lost(),
        report.ready(),
        report.primarySilent(),
        report.last(),
        report.migrations());
  }
}
