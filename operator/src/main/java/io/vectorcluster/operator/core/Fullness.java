package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.capacity.PodRoom;
import io.vectorcluster.topology.Placement;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.ToLongFunction;

/**
 * How full the fullest shard is, by what its nodes have said.
 *
 * @param memoryPercent of the memory of graphs
 * @param diskPercent of the volume
 * @param shards the fewest, and no fewer than there are, in which all would have room; empty if no
 *     number would do, or if slots do not move
 */
public record Fullness(int memoryPercent, int diskPercent, OptionalInt shards) {

  /** Empty unless every shard that owns slots has told all of it: a part would look like room. */
  public static Optional<Fullness> of(Topology topology, Observation seen) {
    Map<ShardId, Holdings> holdings = Forecast.of(topology, seen).holdings();
    SortedMap<ShardId, Integer> owners = topology.assignment().counts();
    boolean complete =
        owners.keySet().stream()
            .map(shard -> holdings.getOrDefault(shard, Holdings.NONE))
            .allMatch(held -> held.diskLimitBytes() > 0 && held.indexLimitBytes() > 0);
    if (!complete) {
      return Optional.empty();
    }
    int memory = percent(holdings, Holdings::indexBytes, Holdings::indexLimitBytes);
    int disk = percent(holdings, Holdings::diskBytes, Holdings::diskLimitBytes);
    boolean fits = memory <= PodRoom.GRAPH_PERCENT && disk <= PodRoom.DISK_PERCENT;
    OptionalInt shards =
        fits ? OptionalInt.of(owners.size()) : fewest(topology, owners.size(), holdings);
    return Optional.of(new Fullness(memory, disk, shards));
  }

  private static int percent(
      Map<ShardId, Holdings> holdings,
      ToLongFunction<Holdings> held,
      ToLongFunction<Holdings> limit) {
    return holdings.values().stream()
        .filter(each -> limit.applyAsLong(each) > 0)
        .mapToInt(
            each ->
                Math.toIntExact(
                    Math.ceilDiv(100 * held.applyAsLong(each), limit.applyAsLong(each))))
        .max()
        .orElse(0);
  }

  /** Every slot weighs the same, and the fullest shard has as many as the strategy allows. */
  private static OptionalInt fewest(Topology topology, int now, Map<ShardId, Holdings> holdings) {
    if (!(topology.mode() instanceof ReplicationMode.PrimaryReplica)) {
      return OptionalInt.empty();
    }
    for (int shards = now + 1; shards <= topology.sharding().maxShards(); shards++) {
      long slots = Placement.bound(topology.sharding(), shards);
      boolean fits =
          share(holdings, Holdings::indexBytes, topology, slots)
                  <= usable(holdings, Holdings::indexLimitBytes, PodRoom.GRAPH_PERCENT)
              && share(holdings, Holdings::diskBytes, topology, slots)
                  <= usable(holdings, Holdings::diskLimitBytes, PodRoom.DISK_PERCENT);
      if (fits) {
        return OptionalInt.of(shards);
      }
    }
    return OptionalInt.empty();
  }

  private static long share(
      Map<ShardId, Holdings> holdings,
      ToLongFunction<Holdings> held,
      Topology topology,
      long slots) {
    long total = holdings.values().stream().mapToLong(held).sum();
    return Math.ceilDiv(Math.multiplyExact(total, slots), (long) topology.assignment().slots());
  }

  private static long usable(
      Map<ShardId, Holdings> holdings, ToLongFunction<Holdings> limit, int percent) {
    long least =
        holdings.values().stream().mapToLong(limit).filter(bytes -> bytes > 0).min().orElse(0);
    return least / 100 * percent;
  }
}
