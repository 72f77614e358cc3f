package io.vectorcluster.operator.core;

import com.fasterxml.jackson.databind.JsonNode;
import io.vectorcluster.operator.core.Verdict.Beginning;
import io.vectorcluster.operator.core.Verdict.Halted;
import io.vectorcluster.operator.core.Verdict.Publish;
import io.vectorcluster.operator.core.Verdict.Rebuilding;
import io.vectorcluster.operator.core.Verdict.Settled;
import io.vectorcluster.operator.intent.ClusterIdentity;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many pods each shard has: as many as wanted, and as long as a member has a higher ordinal, up
 * to that one. A pod goes in a later pass than its store, so that the primary has heard of it.
 */
final class Copies {
  private Copies() {}

  static Map<ShardId, Integer> of(
      ClusterIdentity cluster, int factor, Verdict verdict, Observation seen) {
    List<Topology> held =
        switch (verdict) {
          case Settled settled -> List.of(settled.inForce());
          case Publish publish -> List.of(publish.next(), publish.before().orElse(publish.next()));
          case Halted halted -> halted.known().stream().toList();
          case Rebuilding rebuilding -> List.of(rebuilding.copy());
          case Beginning beginning -> List.of();
        };
    Map<ShardId, Integer> copies = new HashMap<>();
    for (ShardId shard : verdict.shards()) {
      int most = factor;
      for (Topology topology : held) {
        most = Math.max(most, highest(cluster, topology, shard));
      }
      // Nothing is known for certain: what runs may be the last copy.
      if (verdict instanceof Halted || verdict instanceof Rebuilding) {
        most = Math.max(most, running(cluster, shard, seen));
      }
      copies.put(shard, most);
    }
    return copies;
  }

  private static int highest(ClusterIdentity cluster, Topology topology, ShardId shard) {
    return topology.shard(shard).stream()
        .flatMap(entry -> entry.replicas().members().stream())
        .map(Member::host)
        .mapToInt(host -> Names.ordinal(cluster.name(), shard, host).orElse(-1) + 1)
        .max()
        .orElse(0);
  }

  private static int running(ClusterIdentity cluster, ShardId shard, Observation seen) {
    Optional<JsonNode> set = seen.child(ShardChoice.statefulSet(cluster.name(), shard));
    return set.map(found -> found.path("spec").path("replicas").asInt()).orElse(0);
  }
}
