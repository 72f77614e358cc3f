package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.StoreId;
import java.util.Collections;
import java.util.SortedMap;

/** What a replica is under the topology it has adopted. */
sealed interface Role permits PrimaryRole, FollowerRole, IdleRole {

  /** The same role under a newer entry of the shard. */
  default void adopt(ShardView view, Step step) {}

  default void receive(StoreId from, Message message, Step step) {}

  default void write(Event.Write write, Step step) {
    step.refuse(write.call(), "this replica is not the primary");
  }

  default void read(Event.StrongRead read, Step step) {
    step.refuse(read.call(), "this replica is not the primary");
  }

  default void persisted(Event.Persisted persisted, Step step) {}

  default void logBegun(Step step) {}

  default void slotReplaced(Event.SlotReplaced replaced, Step step) {}

  default void markedEqual(Event.MarkedEqual marked, Step step) {}

  default void growthPersisted(Event.GrowthPersisted persisted, Step step) {}

  /** Writes are acknowledged so. */
  default void configure(Durability durability, Step step) {}

  default void tick(Step step) {}

  /** Ends the calls that wait: another role follows. */
  default void leave(Step step) {}

  /** When it last heard of its primary; the end of time if it has none to hear of. */
  default long heardAt() {
    return Long.MAX_VALUE;
  }

  /** How far the other members are behind; empty if it is no primary. */
  default SortedMap<StoreId, Lag> lags(long nowMs) {
    return Collections.emptySortedMap();
  }

  MemberReport report(long nowMs);
}
