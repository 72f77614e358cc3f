package io.vectorcluster.topology;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who has a vote in the mode Quorum (protocol Q2).
 *
 * <p>The first voters are the first stores in sync, once there are enough. A store that comes into
 * sync while a voter is not takes its vote over. Whether it may come into sync is the word of the
 * primary of the shard's own record: it says so only while a voter is away and enough of the
 * present ones hold what the former ones may have acknowledged, see {@link #mayJoin}.
 */
public final class VoterRules {
  private VoterRules() {}

  /** The voters of a shard that gets its first or another set at an epoch. */
  static Optional<Voters> next(
      ReplicationMode mode, Optional<ShardEntry> before, ReplicaSet next, long epoch) {
    return switch (mode) {
      case ReplicationMode.PrimaryReplica _, ReplicationMode.MultiPrimary _ -> Optional.empty();
      case ReplicationMode.Quorum quorum -> {
        Optional<Voters> known = before.flatMap(ShardEntry::voters);
        yield known.isPresent()
            ? Optional.of(replaced(known.get(), before.orElseThrow().replicas(), next, epoch))
            : first(quorum, next, epoch);
      }
    };
  }

  private static Optional<Voters> first(
      ReplicationMode.Quorum quorum, ReplicaSet next, long epoch) {
    return next.inSync().size() < quorum.copies()
        ? Optional.empty()
        : Optional.of(new Voters(epoch, next.inSync().subList(0, quorum.copies()), 0, List.of()));
  }

  private static Voters replaced(Voters known, ReplicaSet before, ReplicaSet next, long epoch) {
    Iterator<StoreId> joined =
        next.inSync().stream()
            .filter(store -> !before.isInSync(store) && !known.has(store))
            .iterator();
    List<StoreId> stores = new ArrayList<>();
    for (StoreId store : known.stores()) {
      stores.add(next.isInSync(store) || !joined.hasNext() ? store : joined.next());
    }
    return stores.equals(known.stores()) ? known : known.followedBy(epoch, stores);
  }

  /**
   * Whether a joiner may be reported as ready. In Quorum enough of the voters have to hold that
   * those who come after them can pull from them: as many as write, but not the one that is away.
   *
   * @param holding the stores that hold everything of this mode
   */
  public static boolean mayJoin(
      ReplicationMode mode, ShardEntry shard, StoreId joiner, Set<StoreId> holding) {
    return switch (mode) {
      case ReplicationMode.PrimaryReplica _ -> true;
      case ReplicationMode.MultiPrimary _ -> holding.contains(joiner);
      case ReplicationMode.Quorum quorum ->
          shard
              .voters()
              .map(
                  voters ->
                      voters.has(joiner)
                          || (voters.stores().stream().filter(holding::contains).count()
                                  >= Math.min(quorum.write(), quorum.copies() - 1)
                              && !shard.replicas().inSync().containsAll(voters.stores())))
              .orElse(true);
    };
  }
}
