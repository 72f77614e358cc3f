package io.vectorcluster.topology;

import java.util.Collection;

/**
 * Which shard owns which slot, by the strategy of the cluster.
 *
 * <p>Pure functions: equal arguments give equal tables on every machine and in every release, and
 * the order of the shards has no part in it. What holds of them, with n shards:
 *
 * <ul>
 *   <li>{@code CONSISTENT_HASH}: no shard owns more than ceil(1.1 x slots / n) slots; only slots of
 *       a joining, leaving or overfull shard move.
 *   <li>{@code BALANCED}: every shard owns floor or ceil of slots / n, reached with the least
 *       moves.
 *   <li>Both: one shard joining moves at most max(ceil(1.1 x slots / n), what overfull shards must
 *       shed), one leaving moves its own slots only.
 * </ul>
 *
 * <p>A joining shard is one that owns nothing in {@code current}. While moves are under way, {@code
 * current} is therefore the table they lead to, not the one they have reached: the half of a
 * joining shard's slots that has already moved would otherwise make it look complete.
 */
public final class Placement {

  private Placement() {}

  /** The assignment of a cluster without data. */
  public static Assignment first(Sharding sharding, Collection<ShardId> shards) {
    checkCount(sharding, shards);
    int slots = sharding.slots().count();
    return switch (sharding.strategy()) {
      case CONSISTENT_HASH ->
          BoundedLoads.first(HashRing.of(shards, sharding.virtualNodes()), slots);
      case BALANCED -> BalancedTable.first(shards, slots);
    };
  }

  /**
   * The assignment to move to when the shards become these; {@code current} itself if they are
   * those it has and none is overfull.
   */
  public static Assignment next(Sharding sharding, Assignment current, Collection<ShardId> shards) {
    checkCount(sharding, shards);
    if (current.slots() != sharding.slots().count()) {
      throw new IllegalArgumentException(
          "the assignment has "
              + current.slots()
              + " slots, sharding.slots says "
              + sharding.slots().count());
    }
    return switch (sharding.strategy()) {
      case CONSISTENT_HASH ->
          BoundedLoads.next(HashRing.of(shards, sharding.virtualNodes()), current);
      case BALANCED -> BalancedTable.next(shards, current);
    };
  }

  /** The most slots a shard owns under the strategy, with so many shards. */
  public static int bound(Sharding sharding, int shards) {
    int slots = sharding.slots().count();
    return switch (sharding.strategy()) {
      case CONSISTENT_HASH -> BoundedLoads.bound(slots, shards);
      case BALANCED -> Math.ceilDiv(slots, shards);
    };
  }

  private static void checkCount(Sharding sharding, Collection<ShardId> shards) {
    long count = shards.stream().distinct().count();
    if (count < 1 || count > sharding.maxShards()) {
      throw new IllegalArgumentException(
          "shards "
              + count
              + " is outside 1 to "
              + sharding.maxShards()
              + ", a tenth of sharding.slots "
              + sharding.slots().count()
              + ": choose fewer shards, or more slots for a new cluster");
    }
  }
}
