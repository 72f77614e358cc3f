package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.List;

/** What a replica hears of. */
public sealed interface MultiEvent {

  record Write(long call, RequestId request, PointKey key, LoggedWrite.Change change)
      implements MultiEvent {}

  /** A record that was taken from another replica's disk, not from its log. */
  record Taken(Stored record) implements MultiEvent {}

  record Received(StoreId from, MultiMessage message) implements MultiEvent {}

  /** What was given to the disk under these numbers is durable. */
  record Persisted(List<Long> numbers) implements MultiEvent {
    public Persisted {
      numbers = List.copyOf(numbers);
    }
  }

  /** A higher floor is published. */
  record Floor(long floor) implements MultiEvent {}

  /** Time has passed; at least every 100 ms. */
  record Tick() implements MultiEvent {}
}
