package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.Growth;
import io.vectorcluster.indexnode.replication.Session;
import io.vectorcluster.indexnode.replication.StoreView;
import io.vectorcluster.indexnode.store.DeletedPoint;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.ReplicaNote;
import io.vectorcluster.indexnode.store.ReplicaRecords;
import io.vectorcluster.indexnode.store.ShardStore;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is durable at this replica.
 *
 * @param slots of the cluster; one more is the shard's own, see {@link OwnRecord}
 */
record StoredReplica(ShardStore store, int slots) implements StoreView {

  private ReplicaRecords records() {
    return store.replica();
  }

  @Override
  public LogPosition last() {
    return store.position().last();
  }

  @Override
  public long highestClock() {
    return store.position().highestClock();
  }

  @Override
  public Optional<List<LoggedWrite>> entries(long after, int most) {
    return after >= last().sequence() ? Optional.of(List.of()) : records().entries(after, most);
  }

  @Override
  public List<Long> digests() {
    return records().slotSums(slots + 1);
  }

  @Override
  public long digest(int slot) {
    return records().slotSum(slot);
  }

  @Override
  public SortedMap<PointKey, Version> versions(int slot) {
    SortedMap<PointKey, Version> versions = new TreeMap<>(PointKey.ORDER);
    versions.putAll(records().versions(slot));
    return versions;
  }

  @Override
  public Optional<LoggedWrite> record(PointKey key) {
    return records().record(key);
  }

  @Override
  public Optional<List<LoggedWrite>> image(int slot) {
    return records().image(slot);
  }

  @Override
  public Optional<LogEntry> logged(RequestId request, PointKey key) {
    return records().logged(request, key);
  }

  @Override
  public List<LogEntry> retries(int slot) {
    return records().retries(slot);
  }

  @Override
  public List<DeletedPoint> oldTombstones(long clock, int most) {
    return records().oldTombstones(clock, most);
  }

  @Override
  public Optional<Session> follows() {
    return records().note(ReplicaNote.FOLLOWS).map(ReplicaNotes::session);
  }

  @Override
  public Optional<Growth> growth() {
    return records().note(ReplicaNote.GROWTH).map(ReplicaNotes::growth);
  }
}
