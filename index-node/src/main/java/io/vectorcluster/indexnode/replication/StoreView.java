package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.DeletedPoint;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** What is durable at a replica, read by its step function. */
public interface StoreView {

  LogPosition last();

  /** The highest stamp of any record. */
  long highestClock();

  /**
   * Entries of the log. Where a later write of the same point has replaced what an entry wrote,
   * that later record stands in for it, under the entry's position: its own is not kept.
   *
   * @param after the sequence before the first
   * @param most fewer are given where they are large
   * @return empty if the log no longer reaches back so far
   */
  Optional<List<LoggedWrite>> entries(long after, int most);

  /** One a slot, over ids, versions and contents (R2). */
  List<Long> digests();

  /** Of one slot. */
  long digest(int slot);

  /** The version of every record of a slot, tombstones included, in the order of the keys. */
  SortedMap<PointKey, Version> versions(int slot);

  /** The record of a key as it is; empty if there is none. */
  Optional<LoggedWrite> record(PointKey key);

  /**
   * All records of a slot, tombstones included; empty if they fail their digest or their hashes: a
   * damaged slot is shown to nobody (R2).
   */
  Optional<List<LoggedWrite>> image(int slot);

  /** The entry of a request's change, if it is in the last minutes of the log (V4). */
  Optional<LogEntry> logged(RequestId request, PointKey key);

  /** All entries of a slot that {@link #logged} can find. */
  List<LogEntry> retries(int slot);

  /**
   * Some tombstones of this clock or below, in turn: later calls show the others (V5).
   *
   * @return {@code most} at most; none, also where there are some further on
   */
  List<DeletedPoint> oldTombstones(long clock, int most);

  /** The session this store is equal to. */
  Optional<Session> follows();

  Optional<Growth> growth();
}
