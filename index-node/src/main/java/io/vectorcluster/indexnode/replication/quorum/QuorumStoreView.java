package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.store.PointKey;
import java.util.List;
import java.util.Optional;

/** What is durable at a replica. */
public interface QuorumStoreView {

  Optional<Stored> newest(PointKey key);

  int slots();

  /** Tombstones included. */
  List<Stored> slot(int slot);

  /** The highest epoch whose set it can answer for: it holds what every earlier one may have. */
  long holds();

  /** The highest stamp of any record. */
  long highestClock();
}
