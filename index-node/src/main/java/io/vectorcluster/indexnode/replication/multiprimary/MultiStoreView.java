package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is durable at a replica. */
public interface MultiStoreView {

  Optional<Stored> newest(PointKey key);

  /** Own writes, as they were logged. */
  List<Shipment> log(long after, int most);

  long logged();

  /** How many entries of another's log it holds. */
  long have(StoreId origin);

  /** The promise that came with them. */
  long heard(StoreId origin);

  long promised();

  long floor();

  /** The highest stamp of any record. */
  long highestClock();

  /** One a slot, without tombstones at or below the floor (R2, V5). */
  List<Long> digests();

  /** The same records. */
  Map<PointKey, Version> versions(int slot);
}
