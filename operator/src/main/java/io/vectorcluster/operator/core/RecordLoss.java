package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A record that is rebuilt without the stores that do not answer: they may hold a later topology,
 * and what was acknowledged under it.
 *
 * @param changed the sets of the shards without them
 */
record RecordLoss(Loss loss, SortedMap<ShardId, ReplicaSet> changed) {
  private static final int NAMED = 8;

  /**
   * What would be lost, if it can be accepted: every shard needs a store, and stores that
   * Kubernetes calls ready are only out of the operator's reach.
   *
   * @param copy the highest
   * @param known the highest epoch known
   * @param silent stores that have not answered, by their shards
   */
  static Optional<RecordLoss> of(
      ClusterIdentity cluster,
      int factor,
      Topology copy,
      long known,
      Set<StoreId> silent,
      Observation seen) {
    SortedMap<ShardId, ReplicaSet> changed = new TreeMap<>();
    List<Loss.Heir> heirs = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    List<String> given = new ArrayList<>();
    for (ShardEntry shard : copy.shards()) {
      List<Member> gone =
          shard.replicas().members().stream()
              .filter(member -> silent.contains(member.store()))
              .toList();
      if (gone.isEmpty()) {
        continue;
      }
      if (gone.stream().anyMatch(m -> Recovery.isOutOfReach(cluster, shard, m, seen))) {
        return Optional.empty();
      }
      gone.forEach(member -> given.add(Recovery.describe(cluster, shard, member, seen)));
      Optional<ReplicaSet> left = left(shard, silent, seen);
      List<LastResort> resorts = LastResort.of(cluster, copy, shard, factor, seen);
      if (left.isPresent()) {
        changed.put(shard.id(), left.get());
        // It holds all that was acknowledged under the copy, however far it goes on.
        StoreId primary = left.get().primaryMember().orElseThrow().store();
        heirs.add(new Loss.Heir(shard.id(), primary, 0, 0));
        lines.add("shard %s has %d in sync".formatted(shard.id(), left.get().inSync().size()));
      } else if (!LastResort.isDecided(resorts)) {
        return Optional.empty();
      } else {
        changed.put(shard.id(), resorts.getFirst().set(cluster, silent));
        heirs.add(resorts.getFirst().heir());
        lines.add(resorts.getFirst().describe(resorts));
      }
    }
    String summary =
        "the VectorTopology is rebuilt from the copy of epoch %d; %s; given up: %s; what was acknowledged under a later topology that only these have seen is lost"
            .formatted(copy.epoch(), some(lines, "; "), some(given, ", "));
    Loss loss =
        new Loss(
            Approval.Kind.TOPOLOGY,
            cluster.clusterId(),
            known,
            List.copyOf(silent),
            heirs,
            summary);
    return Recovery.isOffered(copy) ? Optional.of(new RecordLoss(loss, changed)) : Optional.empty();
  }

  /** The set of those in sync that answer; empty if there is none. */
  private static Optional<ReplicaSet> left(
      ShardEntry shard, Set<StoreId> silent, Observation seen) {
    ReplicaSet set = shard.replicas();
    List<StoreId> inSync = set.inSync().stream().filter(store -> !silent.contains(store)).toList();
    Comparator<StoreId> furthest = Comparator.comparingLong(store -> last(shard, store, seen));
    Optional<StoreId> primary =
        inSync.stream()
            .filter(store -> store.equals(set.primary()))
            .findFirst()
            .or(() -> inSync.stream().max(furthest.thenComparing(Comparator.naturalOrder())));
    return primary.map(store -> ReplicaSet.of(without(set, silent), store, inSync));
  }

  private static List<Member> without(ReplicaSet set, Collection<StoreId> silent) {
    return set.members().stream().filter(member -> !silent.contains(member.store())).toList();
  }

  private static long last(ShardEntry shard, StoreId store, Observation seen) {
    return seen.answer(shard.id(), store)
        .flatMap(Answered::members)
        .map(MemberReport::last)
        .orElse(0L);
  }

  private static String some(List<String> lines, String between) {
    String first = lines.stream().limit(NAMED).collect(Collectors.joining(between));
    return lines.size() > NAMED ? "%s and %d more".formatted(first, lines.size() - NAMED) : first;
  }
}
