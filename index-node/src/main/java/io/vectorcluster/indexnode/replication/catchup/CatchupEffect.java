package io.vectorcluster.indexnode.replication.catchup;

import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.topology.StoreId;
import java.util.List;

/** What a replica wants done, in this order. */
public sealed interface CatchupEffect {

  record Send(StoreId to, CatchupMessage message) implements CatchupEffect {}

  /** Of each point the newer record stays. */
  record Merge(List<Stored> records) implements CatchupEffect {}

  /** Once the merges before it are durable, this store holds what another had logged so far. */
  record Caught(StoreId from, long logged) implements CatchupEffect {}
}
