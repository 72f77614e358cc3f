package io.vectorcluster.operator.core;

import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.Labels;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.ShardId;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which shard ids a cluster uses. An id is not used again while a volume of it exists. */
final class ShardChoice {

  private ShardChoice() {}

  /** Of a cluster that begins. */
  static SortedSet<ShardId> first(int count) {
    SortedSet<ShardId> ids = new TreeSet<>();
    for (int id = 0; id < count; id++) {
      ids.add(new ShardId(id));
    }
    return ids;
  }

  /** With fewer or more shards: the highest leave, shard 0 never does. */
  static SortedSet<ShardId> changed(
      String cluster, Collection<ShardId> current, int count, Observation seen) {
    SortedSet<ShardId> ids = new TreeSet<>(current);
    while (ids.size() > count) {
      ids.remove(ids.last());
    }
    for (int id = 0; ids.size() < count; id++) {
      ShardId candidate = new ShardId(id);
      if (!isTakenByOldVolume(cluster, candidate, seen)) {
        ids.add(candidate);
      }
    }
    return ids;
  }

  /** Whose StatefulSets exist. */
  static SortedSet<ShardId> existing(String cluster, Observation seen) {
    SortedSet<ShardId> ids = new TreeSet<>();
    seen.children()
        .forEach(
            (key, content) -> {
              String shard = content.path("metadata").path("labels").path(Labels.SHARD).asText();
              if (shard.matches("[0-9]{1,9}")
                  && key.equals(statefulSet(cluster, ShardId.parse(shard)))) {
                ids.add(ShardId.parse(shard));
              }
            });
    return ids;
  }

  static ChildKey statefulSet(String cluster, ShardId shard) {
    return new ChildKey("StatefulSet", Names.shard(cluster, shard));
  }

  /** A claim without its StatefulSet was kept when the shard left. */
  private static boolean isTakenByOldVolume(String cluster, ShardId shard, Observation seen) {
    return !seen.claims(shard).isEmpty() && seen.child(statefulSet(cluster, shard)).isEmpty();
  }
}
