package io.vectorcluster.operator.core;

import io.vectorcluster.operator.core.NodeAnswer.Answered;
import io.vectorcluster.operator.core.capacity.PodRoom;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Whether fewer shards could hold the data: every slot weighs the same, and a shard has as much
 * room as its tightest copy.
 *
 * @param holdings of each shard that has answered
 */
record Forecast(Topology recorded, Map<ShardId, Holdings> holdings) {
  static Forecast of(Topology recorded, Observation seen) {
    Map<ShardId, Holdings> holdings = new TreeMap<>();
    for (ShardEntry entry : recorded.shards()) {
      entry.replicas().inSync().stream()
          .flatMap(store -> seen.answer(entry.id(), store).stream())
          .map(Answered::holdings)
          .reduce(Holdings::tighter)
          .ifPresent(found -> holdings.put(entry.id(), found));
    }
    return new Forecast(recorded, holdings);
  }

  /** What would not fit if these were the owners, and what to do; empty if all fits. */
  Optional<String> shortfall(Assignment target) {
    return shortfall(
            target,
            "disk",
            Holdings::diskBytes,
            Holdings::diskLimitBytes,
            PodRoom.DISK_PERCENT,
            "spec.storage.size")
        .or(
            () ->
                shortfall(
                    target,
                    "memory",
                    Holdings::indexBytes,
                    Holdings::indexLimitBytes,
                    PodRoom.GRAPH_PERCENT,
                    "spec.resources.limits.memory"));
  }

  private Optional<String> shortfall(
      Assignment target,
      String what,
      ToLongFunction<Holdings> held,
      ToLongFunction<Holdings> limit,
      int percent,
      String field) {
    long total = holdings.values().stream().mapToLong(held).sum();
    for (ShardId shard : target.owners()) {
      long room = Optional.ofNullable(holdings.get(shard)).map(limit::applyAsLong).orElse(0L);
      long usable = room / 100 * percent;
      long needed = Math.ceilDiv(Math.multiplyExact(total, target.count(shard)), target.slots());
      if (room > 0 && needed > usable) {
        long shards = Math.min(Math.ceilDiv(total, Math.max(1, usable)), recorded.shards().size());
        return Optional.of(
            "shard %s would hold %s of %s %s, of which %d%% are usable; raise %s, or set spec.shards to %d or more"
                .formatted(
                    shard,
                    Bytes.text(needed),
                    Bytes.text(room),
                    what,
                    percent,
                    field,
                    Math.max(shards, target.owners().size() + 1)));
      }
    }
    return Optional.empty();
  }
}
