package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Interesting states that runs are to reach, and how often they did. */
final class Marks {
  enum Mark {
    PROMOTION,
    REPLICA_MADE_EQUAL,
    SLOT_REPLACED,
    RECORD_DROPPED,
    ENTRY_LATER_THAN_IMAGE,
    RESUMED_FROM_LOG,
    JOINER_REPORTED,
    EPOCH_REFUSED,
    EMPTY_STORE_RETURNS,
    WRITE_UNKNOWN,
    RETRY_ANSWERED,
    PRIMARY_RESTARTED_IN_OFFICE,
    GROWTH_REMEMBERED,
    ANSWER_OF_THE_API_LOST,
    SET_OF_ONE,
    ENTRY_OVERTAKEN,
    LOG_TRIMMED_BELOW_A_REPLICA,
    PRIMARY_REPAIRED,
    REPLICA_REPAIRED,
    ENTRY_LATER_THAN_REPAIR,
    DAMAGED_PRIMARY_GIVES_WAY,
    TOMBSTONE_PURGED,
    PURGED_POINT_WAS_WRITTEN_SINCE,
    MEMBER_AWAY_PAST_GRACE,
    STORE_LEFT_THE_TOPOLOGY,
    ALL_DOWN_PAST_GRACE,
    RECORD_DELETED,
    RECORD_DELETED_AT_IN_SYNC_ONE,
    RECORD_SET_BACK,
    RECORD_REBUILT,
    LOST_TOPOLOGY_CAME_LATE,
    OPERATOR_WAITS_FOR_STORES,
    HANDED_OVER,
    SHARD_LEFT(true),
    SLOT_OPENED(true),
    SLOT_RETURNED(true),
    COPY_DROPPED(true),
    COPY_BEGAN_ANEW(true),
    SLOT_ERASED(true),
    SOURCE_PROMOTED_IN_COPY(true),
    TARGET_PROMOTED_IN_COPY(true),
    SOURCE_PROMOTED_AFTER_SWITCH(true),
    TARGET_PROMOTED_AFTER_SWITCH(true);

    private final boolean ofMoves;

    Mark() {
      this(false);
    }

    Mark(boolean ofMoves) {
      this.ofMoves = ofMoves;
    }

    /** Whether it is reached only where slots move. */
    boolean isOfMoves() {
      return ofMoves;
    }
  }

  private final Map<Mark, Long> counts = new EnumMap<>(Mark.class);

  void hit(Mark mark) {
    counts.merge(mark, 1L, Long::sum);
  }

  void hit(Mark mark, int times) {
    counts.merge(mark, (long) times, Long::sum);
  }

  void addAll(Marks others) {
    others.counts.forEach((mark, count) -> counts.merge(mark, count, Long::sum));
  }

  long count(Mark mark) {
    return counts.getOrDefault(mark, 0L);
  }

  void see(Effect effect) {
    switch (effect) {
      case Effect.Send(var _, Message.MakeEqual _) -> hit(Mark.REPLICA_MADE_EQUAL);
      case Effect.Send(var _, Message.FeedPart part)
          when part.content() instanceof Message.Content.Lost ->
          hit(Mark.COPY_BEGAN_ANEW);
      case Effect.Persist persist
          when persist.entries().stream()
              .anyMatch(entry -> entry.change() instanceof LoggedWrite.Change.Forget) ->
          hit(Mark.SLOT_ERASED);
      case Effect.Send(var _, Message.Resume _) -> hit(Mark.RESUMED_FROM_LOG);
      case Effect.ReplaceSlot replace -> {
        hit(Mark.SLOT_REPLACED);
        if (!replace.later().isEmpty()) {
          hit(Mark.ENTRY_LATER_THAN_IMAGE);
        }
      }
      case Effect.RepairSlot repair when !repair.later().isEmpty() ->
          hit(Mark.ENTRY_LATER_THAN_REPAIR);
      case Effect.PersistGrowth _ -> hit(Mark.JOINER_REPORTED);
      case Effect.OfferTopology _, Effect.FetchTopology _ -> hit(Mark.EPOCH_REFUSED);
      case Effect.Answer(var _, Effect.Result.Unknown _) -> hit(Mark.WRITE_UNKNOWN);
      default -> {}
    }
  }

  /** What a topology has become of another. */
  void see(Topology before, Topology next) {
    for (Migration migration : before.migrations().list()) {
      Optional<Migration> now = next.migrations().of(migration.slot());
      if (now.isEmpty()) {
        hit(migration.isSwitched() ? Mark.SLOT_OPENED : Mark.COPY_DROPPED);
      } else if (now.get().back() != migration.back()) {
        hit(Mark.SLOT_RETURNED);
      }
      boolean switched = migration.isSwitched();
      if (isPromoted(migration.source(), before, next)) {
        hit(switched ? Mark.SOURCE_PROMOTED_AFTER_SWITCH : Mark.SOURCE_PROMOTED_IN_COPY);
      }
      if (isPromoted(migration.target(), before, next)) {
        hit(switched ? Mark.TARGET_PROMOTED_AFTER_SWITCH : Mark.TARGET_PROMOTED_IN_COPY);
      }
    }
  }

  private static boolean isPromoted(ShardId shard, Topology before, Topology next) {
    Optional<ReplicaSet> former = before.shard(shard).map(ShardEntry::replicas);
    Optional<ReplicaSet> set = next.shard(shard).map(ShardEntry::replicas);
    return former.isPresent()
        && set.isPresent()
        && !Objects.equals(former.get().primary(), set.get().primary());
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
