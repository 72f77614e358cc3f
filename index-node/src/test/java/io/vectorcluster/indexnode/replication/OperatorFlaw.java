package io.vectorcluster.indexnode.replication;

import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.MembershipRules;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Mistakes of an operator, for tests of the tests. */
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
  /** Finds the record deleted now and then, and makes it anew of the pods that are there (T1). */
  RECOMPUTES_THE_TOPOLOGY;

  ReplicaSet decide(ShardEntry entry, Collection<MemberReport> reports, Collection<Member> known) {
    return switch (this) {
      case NONE, WRITES_WITHOUT_COMPARING -> MembershipRules.next(entry, reports, known);
      case PUBLISHES_JOINERS_FIRST -> publishJoiners(entry, reports, known);
      case RECOMPUTES_THE_TOPOLOGY ->
          entry.epoch() % 5 == 4 && known.size() == entry.replicas().members().size()
              ? recomputed(known)
              : MembershipRules.next(entry, reports, known);
      case PROMOTES_ANYBODY -> promoteAnybody(entry, reports, known);
      case TAKES_OLD_REPORTS ->
          MembershipRules.next(
              entry, reports.stream().map(report -> dated(report, entry.epoch())).toList(), known);
    };
  }

  private static ReplicaSet recomputed(Collection<Member> known) {
    List<Member> members = List.copyOf(known);
    return ReplicaSet.of(
        members,
        members.getFirst().store(),
        members.stream().map(Member::store).collect(Collectors.toSet()));
  }

  private static ReplicaSet publishJoiners(
      ShardEntry entry, Collection<MemberReport> reports, Collection<Member> known) {
    ReplicaSet next = MembershipRules.next(entry, reports, known);
    Set<StoreId> all = new HashSet<>(next.inSync());
    known.stream()
        .map(Member::store)
        .filter(store -> next.member(store).isPresent())
        .forEach(all::add);
    return ReplicaSet.of(next.members(), next.primaryMember().orElseThrow().store(), all);
  }

  private static ReplicaSet promoteAnybody(
      ShardEntry entry, Collection<MemberReport> reports, Collection<Member> known) {
    ReplicaSet next = MembershipRules.next(entry, reports, known);
    StoreId primary = next.primaryMember().orElseThrow().store();
    Optional<StoreId> heir =
        reports.stream()
            .map(MemberReport::store)
            .filter(store -> entry.replicas().member(store).isPresent())
            .findFirst();
    if (heir.isEmpty() || reports.stream().anyMatch(said -> said.store().equals(primary))) {
      return next;
    }
    Set<StoreId> inSync = new HashSet<>(next.inSync());
    inSync.remove(primary);
    inSync.add(heir.get());
    return ReplicaSet.of(next.members(), heir.get(), inSync);
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
        report.last());
  }
}
