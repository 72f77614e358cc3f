package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;

/** What a replica hears of. */
public sealed interface MultiEvent {

  record Write(long call, RequestId request, PointKey key, LoggedWrite.Change change)
      implements MultiEvent {}

  record Received(StoreId from, MultiMessage message) implements MultiEvent {}

  /** What was given to the disk under a number is durable. */
  record Persisted(long number) implements MultiEvent {}

  /** A higher floor is published. */
  record Floor(long floor) implements MultiEvent {}

  /** Time has passed; at least every 100 ms. */
  record Tick() implements MultiEvent {}
}
