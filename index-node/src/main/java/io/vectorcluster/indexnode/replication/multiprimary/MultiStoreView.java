package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.List;
import java.util.Optional;

/** What is durable at a replica. */
public interface MultiStoreView {

  Optional<Stored> newest(PointKey key);

  /**
   * A part of the log.
   *
   * @param entries writes of its own, as they were logged
   * @param until the sequence up to which these are all; the one asked for if the log does not
   *     reach back so far
   */
  record LogPart(List<Shipment> entries, long until) {}

  /** What the log has after a sequence, so many lines of it at most. */
  LogPart log(long after, int most);

  /** The last sequence of the log. */
  long logged();

  /** Up to which sequence it holds another's log. */
  long have(StoreId origin);

  /** The promise that came with them. */
  long heard(StoreId origin);

  long promised();

  long floor();

  /** The highest stamp of any record. */
  long highestClock();
}
