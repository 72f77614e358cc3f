package io.vectorcluster.operator.core;

import io.vectorcluster.operator.resources.ChildKey;
import io.vectorcluster.operator.resources.Labels;
import io.vectorcluster.operator.resources.Names;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which shard ids a cluster uses. An id is not used again while a volume of it exists. */
public final class ShardChoice {

  private ShardChoice() {}

  /** Of a cluster that begins. */
  public static SortedSet<ShardId> first(int count) {
    SortedSet<ShardId> ids = new TreeSet<>();
    for (int id = 0; id < count; id++) {
      ids.add(new ShardId(id));
    }
    return ids;
  }

  /** With fewer or more shards, and the volumes that were seen. */
  static SortedSet<ShardId> changed(
      String cluster, Collection<ShardId> current, int count, Observation seen) {
    return changed(current, count, shard -> isTakenByOldVolume(cluster, shard, seen));
  }

  /**
   * With fewer or more shards: the highest leave, shard 0 never does; the lowest free ids join.
   *
   * @param taken whether a volume of a shard that has left keeps its id from being used
   */
  public static SortedSet<ShardId> changed(
      Collection<ShardId> current, int count, Predicate<ShardId> taken) {
    SortedSet<ShardId> ids = new TreeSet<>(current);
    while (ids.size() > count) {
      ids.remove(ids.last());
    }
    for (int id = 0; ids.size() < count; id++) {
      ShardId candidate = new ShardId(id);
      if (!taken.test(candidate)) {
        ids.add(candidate);
      }
    }
    return ids;
  }

  /** Whether more than half of the shards leave: such a plan always waits for approval. */
  public static boolean mostLeave(Collection<ShardId> current, Collection<ShardId> wanted) {
    long leaving = current.stream().filter(shard -> !wanted.contains(shard)).count();
    return leaving * 2 > current.size();
  }

  /** Those of a topology, with or without slots. */
  public static SortedSet<ShardId> of(Topology topology) {
    SortedSet<ShardId> ids = new TreeSet<>();
    topology.shards().forEach(entry -> ids.add(entry.id()));
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
