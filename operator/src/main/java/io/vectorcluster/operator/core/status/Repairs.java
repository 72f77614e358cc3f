package io.vectorcluster.operator.core.status;

import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.Replica;
import io.vectorcluster.operator.api.v1alpha1.VectorClusterStatus.ShardStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Damage that was repaired between two statuses: mostly before anybody could see it last. */
final class Repairs {
  private Repairs() {}

  static List<Happening> between(VectorClusterStatus before, VectorClusterStatus after) {
    Map<String, Long> known = new HashMap<>();
    for (ShardStatus shard : shards(before)) {
      replicas(shard).forEach(replica -> known.put(replica.pod(), repaired(replica)));
    }
    List<Happening> happenings = new ArrayList<>();
    for (ShardStatus shard : shards(after)) {
      for (Replica replica : replicas(shard)) {
        long records = repaired(replica) - known.getOrDefault(replica.pod(), 0L);
        if (records > 0) {
          happenings.add(
              new Happening(
                  true,
                  "ReplicaRepaired",
                  "shard %d: records of %s that were damaged or differed, and are put right: %d"
                      .formatted(shard.id(), replica.pod(), records)));
        }
      }
    }
    return happenings;
  }

  private static List<ShardStatus> shards(VectorClusterStatus status) {
    @Nullable List<ShardStatus> shards = status.shardStatuses();
    return shards == null ? List.of() : shards;
  }

  private static List<Replica> replicas(ShardStatus shard) {
    @Nullable List<Replica> replicas = shard.replicas();
    return replicas == null ? List.of() : replicas;
  }

  private static long repaired(Replica replica) {
    @Nullable Long repaired = replica.repaired();
    return repaired == null ? 0 : repaired;
  }
}
