package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.cluster.ReplicaOrder.Candidate;
import io.vectorcluster.indexnode.core.Consistency;
import io.vectorcluster.indexnode.core.ReadPolicy;
import io.vectorcluster.indexnode.core.ReadPolicy.From;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.StoreId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whom a coordinator asks, and in which order, by the cluster's settings and by what it has seen of
 * the stores.
 *
 * @param own this node's store
 * @param pod this node's
 * @param threads with which a node answers; those of a cluster are taken to be alike
 * @param policy asked for with every read
 */
public record ReplicaChoice(
    StoreId own,
    String pod,
    int threads,
    Supplier<ReadPolicy> policy,
    Suspects suspects,
    ReplicaLoads loads) {

  /** One that has seen nothing yet. */
  public static ReplicaChoice of(
      StoreId own, String pod, int threads, Supplier<ReadPolicy> policy, InstantSource clock) {
    return new ReplicaChoice(
        own, pod, threads, policy, new Suspects(clock), new ReplicaLoads(clock));
  }

  /**
   * A replica to ask.
   *
   * @param stale whether it is asked for what it has, however old
   * @param again whether it is asked so only if it refused to answer otherwise
   */
  record Ask(Member member, boolean stale, boolean again) {

    Consistency consistency(Consistency wanted) {
      return stale ? Consistency.STALE : wanted;
    }
  }

  /** Whom a write asks where any member takes it: no other than need be. */
  List<Member> writes(ReplicaSet replicas) {
    Member primary = replicas.primaryMember().orElseThrow();
    return replicas.members().stream()
        .sorted(
            Comparator.<Member, Boolean>comparing(member -> suspects.has(member.store()))
                .thenComparing(member -> !member.store().equals(own))
                .thenComparing(member -> !replicas.isInSync(member.store()))
                .thenComparing(member -> !member.equals(primary)))
        .toList();
  }

  /**
   * Whom a read asks that is not strong, or that any replica can make so.
   *
   * @param led whether the shard has a primary
   * @param current the policy of this read
   */
  List<Ask> reads(ReplicaSet replicas, boolean led, ReadPolicy current) {
    Member primary = replicas.primaryMember().orElseThrow();
    if (led && current.from() == From.PRIMARY) {
      return List.of(new Ask(primary, false, false));
    }
    Predicate<Member> inSync = member -> replicas.isInSync(member.store());
    List<Ask> asks = new ArrayList<>();
    for (Member member : ordered(replicas, led ? inSync : _ -> true, current)) {
      asks.add(new Ask(member, false, false));
    }
    if (led && current.from() == From.ANY) {
      for (Member member : ordered(replicas, inSync.negate(), current)) {
        asks.add(new Ask(member, true, false));
      }
      // A replica that was cut off refuses, but for those that take what it has.
      for (Member member : ordered(replicas, inSync, current)) {
        if (!member.equals(primary)) {
          asks.add(new Ask(member, true, true));
        }
      }
    }
    return asks;
  }

  private List<Member> ordered(ReplicaSet replicas, Predicate<Member> asked, ReadPolicy current) {
    Optional<String> zone = Optional.ofNullable(current.zones().get(pod));
    List<Candidate> candidates = new ArrayList<>();
    for (Member member : replicas.members()) {
      if (asked.test(member)) {
        candidates.add(
            new Candidate(
                member,
                suspects.has(member.store()),
                replicas.isInSync(member.store()),
                member.store().equals(own),
                zone.isPresent() && zone.equals(current.zoneOf(member.host())),
                loads.of(member.store())));
      }
    }
    return ReplicaOrder.of(current.prefer(), threads, candidates);
  }
}
