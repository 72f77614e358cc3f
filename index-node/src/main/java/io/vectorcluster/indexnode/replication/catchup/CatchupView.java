package io.vectorcluster.indexnode.replication.catchup;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is durable at a replica. */
public interface CatchupView {

  List<Long> sums();

  Map<PointKey, Version> versions(int slot);

  Optional<Stored> newest(PointKey key);

  long holds();

  /** The last sequence of its log. */
  long logged();
}
