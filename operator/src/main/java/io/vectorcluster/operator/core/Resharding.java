package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.core.Verdict.Publish;
import io.vectorcluster.operator.core.Verdict.Settled;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.intent.Intent;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Another number of shards of a cluster without data. Slots change their owner at once, so every
 * node must have said, in this very pass, that it holds nothing; silence is no proof.
 */
final class Resharding {
  private final ClusterIdentity cluster;
  private final Intent intent;
  private final Observation seen;

  Resharding(ClusterIdentity cluster, Intent intent, Observation seen) {
    this.cluster = cluster;
    this.intent = intent;
    this.seen = seen;
  }

  Verdict judge(Topology recorded, List<Blocker> before) {
    SortedSet<ShardId> current = TopologyJudge.ids(recorded);
    Optional<Blocker> objection = objection(recorded);
    if (objection.isPresent()) {
      return settled(recorded, current, before, objection.get());
    }
    SortedSet<ShardId> target = ShardChoice.changed(cluster.name(), current, intent.shards(), seen);
    SortedSet<ShardId> both = new TreeSet<>(current);
    both.addAll(target);
    SortedSet<ShardId> joining = new TreeSet<>(target);
    joining.removeAll(current);
    NewShards fresh = new NewShards(cluster, intent, seen);
    Optional<Blocker> missing = fresh.missing(joining);
    if (missing.isPresent()) {
      return settled(recorded, both, before, missing.get());
    }
    Map<ShardId, ReplicaSet> replicas = new HashMap<>();
    for (ShardId shard : target) {
      replicas.put(
          shard,
          recorded.shard(shard).map(ShardEntry::replicas).orElseGet(() -> fresh.replicas(shard)));
    }
    Topology next = recorded.successor(replicas, Placement.first(recorded.sharding(), target));
    return new Publish(Optional.empty(), next, RecordChange.RESHARDED, target, List.of());
  }

  /** Whether any node has said that it holds something. */
  boolean isHoldingData(Topology recorded) {
    return recorded.shards().stream()
        .flatMap(shard -> shard.replicas().inSync().stream().map(s -> seen.answer(shard.id(), s)))
        .anyMatch(answer -> answer.filter(said -> !said.isEmpty()).isPresent());
  }

  /** Why the shards cannot change now. */
  private Optional<Blocker> objection(Topology recorded) {
    long points = 0;
    int collections = 0;
    for (ShardEntry shard : recorded.shards()) {
      for (StoreId store : shard.replicas().inSync()) {
        Optional<Answered> answer = seen.answer(shard.id(), store);
        if (answer.isEmpty()) {
          return Optional.of(
              new Blocker(
                  BlockerId.SHARDS_UNPROVEN,
                  Operation.SCALE,
                  "%s waits: shard %s has not said that it holds nothing"
                      .formatted(change(recorded), shard.id())));
        }
        points += answer.get().points();
        collections = Math.max(collections, answer.get().collections());
      }
    }
    if (points == 0 && collections == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Blocker(
            BlockerId.CLUSTER_HOLDS_DATA,
            Operation.SCALE,
            "%s: a cluster that holds data cannot change its shards in this replication.mode (collections: %d); set spec.shards back to %d, or create a cluster with more shards and copy the data"
                .formatted(change(recorded), collections, recorded.shards().size())));
  }

  private String change(Topology recorded) {
    return "shards " + recorded.shards().size() + " -> " + intent.shards();
  }

  private static Settled settled(
      Topology recorded, SortedSet<ShardId> shards, List<Blocker> before, Blocker blocker) {
    List<Blocker> blockers = new ArrayList<>(before);
    blockers.add(blocker);
    return new Settled(recorded, shards, List.copyOf(blockers));
  }
}
