package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A store that could go on with a shard whose in-sync stores are all gone, if a human accepts what
 * is lost. It was not in sync: nothing says that it ever held all that was acknowledged.
 */
record LastResort(ShardEntry shard, ObservedPod pod, Answered answer) {
  private static final int NAMED = 4;

  /** Those that answer, the best first: one with points, then the one that has come furthest. */
  static List<LastResort> of(
      ClusterIdentity cluster, Topology inForce, ShardEntry shard, int factor, Observation seen) {
    List<LastResort> found = new ArrayList<>();
    for (ObservedPod pod : seen.pods(shard.id())) {
      seen.answer(pod)
          .filter(answer -> !pod.deleting() && !shard.replicas().isInSync(answer.store()))
          .filter(
              answer ->
                  shard.replicas().member(answer.store()).isPresent()
                      || (pod.ordinal() < factor && isOurs(cluster, inForce, answer)))
          .ifPresent(answer -> found.add(new LastResort(shard, pod, answer)));
    }
    found.sort(
        Comparator.comparingInt((LastResort resort) -> resort.isEmpty() ? 1 : 0)
            .thenComparing(Comparator.comparingLong(LastResort::last).reversed())
            .thenComparing(Comparator.comparingLong(LastResort::points).reversed())
            .thenComparingInt(resort -> resort.pod().ordinal()));
    return found;
  }

  /** Neither a volume of another cluster nor the store of another shard. */
  private static boolean isOurs(ClusterIdentity cluster, Topology inForce, Answered answer) {
    return inForce.shardOf(answer.store()).isEmpty()
        && answer
            .topology()
            .map(copy -> copy.clusterId().equals(cluster.clusterId()))
            .orElse(answer.isEmpty());
  }

  /**
   * Whether there is one, and none has a topology and still opens its indexes: it tells no points.
   */
  static boolean isDecided(List<LastResort> resorts) {
    return !resorts.isEmpty()
        && resorts.stream()
            .map(LastResort::answer)
            .allMatch(said -> said.topology().isEmpty() || said.members().isPresent());
  }

  boolean isEmpty() {
    return points() == 0;
  }

  long points() {
    return answer.points();
  }

  /** Sequence of its last log entry, by its own word; 0 without one. */
  long last() {
    return answer.members().map(MemberReport::last).orElse(0L);
  }

  Loss.Heir heir() {
    return new Loss.Heir(shard.id(), answer.store(), points(), last());
  }

  /**
   * The shard's next set: this store alone is in sync. Members that are only silent stay as
   * joiners: if they come back they are made equal to it.
   *
   * @param without stores that leave
   */
  ReplicaSet set(ClusterIdentity cluster, Collection<StoreId> without) {
    StoreId store = answer.store();
    String host = Names.memberHost(cluster, shard.id(), pod.ordinal());
    List<Member> members = new ArrayList<>();
    for (Member member : shard.replicas().members()) {
      boolean other = !member.store().equals(store) && !member.host().equals(host);
      if (other && !without.contains(member.store())) {
        members.add(member);
      }
    }
    members.add(new Member(store, host, Names.INTERNAL_PORT));
    return ReplicaSet.of(members, store, List.of(store));
  }

  /**
   * What happens if it goes on.
   *
   * @param all that could, this one the first
   */
  String describe(List<LastResort> all) {
    String others =
        all.stream()
            .skip(1)
            .limit(NAMED)
            .map(
                other ->
                    "%s with %d points up to entry %d"
                        .formatted(other.pod().name(), other.points(), other.last()))
            .collect(Collectors.joining(", "));
    String begins =
        isEmpty()
            ? "shard %s begins empty on %s (store %s): all of its points are lost"
                .formatted(shard.id(), pod.name(), answer.store())
            : "shard %s goes on with %s (store %s), which was not in sync and holds %d points up to entry %d: whatever else was acknowledged is lost"
                .formatted(shard.id(), pod.name(), answer.store(), points(), last());
    return others.isEmpty() ? begins : begins + "; not taken: " + others;
  }
}
