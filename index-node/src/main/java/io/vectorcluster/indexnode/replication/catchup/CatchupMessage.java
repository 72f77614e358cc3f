package io.vectorcluster.indexnode.replication.catchup;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.List;
import java.util.Map;

/**
 * What replicas say to each other. Any message may be lost, doubled, delayed or overtaken: an
 * answer names its question, which no other has the number of.
 */
public sealed interface CatchupMessage {

  /**
   * What the sender holds.
   *
   * @param holds the epoch of the voters for whom it holds everything
   * @param logged the last sequence of its log
   * @param sums one a slot
   */
  record Sums(long holds, long logged, List<Long> sums) implements CatchupMessage {}

  record VersionsWanted(long question, int slot) implements CatchupMessage {}

  /** Of all records of a slot. */
  record Versions(long question, int slot, Map<PointKey, Version> versions)
      implements CatchupMessage {}

  record RecordsWanted(long question, int slot, List<PointKey> keys) implements CatchupMessage {}

  record Records(long question, int slot, List<Stored> records) implements CatchupMessage {}
}
