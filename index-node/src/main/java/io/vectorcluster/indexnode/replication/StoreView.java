package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.List;
import java.util.Optional;

/** What is durable at a replica, read by its step function. */
public interface StoreView {

  LogPosition last();

  /** The highest stamp of any record. */
  long highestClock();

  /**
   * Entries of the log.
   *
   * @param after the sequence before the first
   * @return empty if the log no longer reaches back so far
   */
  Optional<List<LoggedWrite>> entries(long after, int most);

  /** One a slot, over ids, versions and contents (R2). */
  List<Long> digests();

  /** All records of a slot, tombstones included. */
  List<LoggedWrite> slot(int slot);

  /** The entry of a request's change, if it is in the last minutes of the log (V4). */
  Optional<LoggedWrite> logged(RequestId request, PointKey key);

  /** All entries of a slot that {@link #logged} can find. */
  List<LoggedWrite> retries(int slot);

  /** The session this store is equal to. */
  Optional<Session> follows();

  Optional<Growth> growth();
}
