package io.vectorcluster.operator.core;

import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.MigrationReport;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The only store of a shard, as far as it moves slots. */
final class MovingNode {
  private static final int PASSES = 4;

  private final ShardId shard;
  private final StoreId store;
  private final RandomGenerator random;
  private Optional<Topology> copy = Optional.empty();

  /** What is done of each migration, by its slot and its epoch. */
  private final Map<Migration, MigrationReport> done = new HashMap<>();

  MovingNode(ShardId shard, StoreId store, RandomGenerator random) {
    this.shard = shard;
    this.store = store;
    this.random = random;
  }

  ShardId shard() {
    return shard;
  }

  Optional<Topology> topology() {
    return copy;
  }

  void adopt(Topology offered) {
    if (copy.isEmpty() || offered.supersedes(copy.get())) {
      copy = Optional.of(offered);
    }
  }

  boolean hasCopied(Migration migration) {
    return done.containsKey(migration);
  }

  /** It copies slots that come, and opens them when their source has sealed them. */
  void work(Function<ShardId, Optional<MovingNode>> others, Map<Integer, ShardId> holders) {
    for (Migration migration : arriving()) {
      if (done.containsKey(migration) || random.nextInt(PASSES) > 0) {
        continue;
      }
      if (!migration.isSwitched()) {
        done.put(migration, MigrationReport.copied(migration));
      } else if (others
          .apply(migration.source())
          .flatMap(MovingNode::topology)
          .filter(held -> held.epoch() >= migration.switched())
          .isPresent()) {
        done.put(migration, MigrationReport.opened(migration));
        holders.put(migration.slot(), shard);
      }
    }
  }

  private List<Migration> arriving() {
    return copy.stream()
        .flatMap(held -> held.migrations().list().stream())
        .filter(migration -> migration.target().equals(shard))
        .toList();
  }

  NodeAnswer.Answered answer(boolean points) {
    List<MigrationReport> reports = new ArrayList<>();
    arriving()
        .forEach(migration -> Optional.ofNullable(done.get(migration)).ifPresent(reports::add));
    Optional<ShardEntry> entry = copy.flatMap(held -> held.shardOf(store));
    return new NodeAnswer.Answered(
        store,
        copy,
        0,
        true,
        List.of(),
        entry.map(
            member ->
                new MemberReport(
                    store,
                    member.epoch(),
                    true,
                    Collections.emptySortedSet(),
                    Collections.emptySortedSet(),
                    Collections.emptySortedSet(),
                    false,
                    9,
                    reports)),
        points ? 700 : 0,
        copy.isPresent() ? 1 : 0,
        Holdings.NONE,
        new Divergence(0, 0));
  }
}
