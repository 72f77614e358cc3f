package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;

/** What a node hears of. */
public sealed interface QuorumEvent {

  /**
   * A newer topology is adopted and on the disk, as is what was given to the disk before: the
   * former set is sealed here.
   */
  record Adopted(QuorumView view) implements QuorumEvent {}

  record Received(StoreId from, QuorumMessage message) implements QuorumEvent {}

  /** Everything given to the disk up to a number is durable. */
  record Persisted(long number) implements QuorumEvent {}

  /** A retry comes with the request id of the first attempt, to the same coordinator (V4). */
  record Write(long call, RequestId request, PointKey key, LoggedWrite.Change change)
      implements QuorumEvent {}

  record StrongRead(long call, PointKey key) implements QuorumEvent {}

  /** Time has passed; at least every 100 ms. */
  record Tick() implements QuorumEvent {}
}
