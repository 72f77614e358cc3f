package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.List;

/** What a replica hears of. */
public sealed interface Event {

  /** A newer topology is adopted and on the disk. */
  record Adopted(ShardView view) implements Event {}

  record Received(StoreId from, Message message) implements Event {}

  /**
   * Changes of one caller.
   *
   * @param call names the answer
   * @param epoch the caller's, of the shard
   */
  record Write(long call, long epoch, RequestId request, List<Change> changes) implements Event {}

  /** One change of a point. */
  record Change(PointKey key, LoggedWrite.Change change) {}

  /** A read that must see every write acknowledged before it. */
  record StrongRead(long call, long epoch, PointKey key) implements Event {}

  /** Everything up to a position is on the disk and in the view of searches. */
  record Persisted(LogPosition upTo) implements Event {}

  /** The log begins anew, on the disk. */
  record LogBegun() implements Event {}

  /** A slot is equal to its image, on the disk. */
  record SlotReplaced(HelloId id, int slot) implements Event {}

  /** A slot of this store failed its digest or its hashes (R2). */
  record SlotFailed(int slot) implements Event {}

  /** A bad slot was written anew, on the disk. */
  record SlotRepaired(int slot) implements Event {}

  /** That this store is equal to a session's primary is on the disk. */
  record MarkedEqual(Session session) implements Event {}

  /** The joiners that are waited for are on the disk. */
  record GrowthPersisted(Growth growth) implements Event {}

  /** From now on writes are acknowledged so. */
  record Configured(Durability durability) implements Event {}

  /** Time has passed; at least every 100 ms. */
  record Tick() implements Event {}
}
