package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.catchup.CatchupView;
import io.vectorcluster.indexnode.replication.quorum.QuorumStoreView;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.ReplicaNote;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.indexnode.store.StoreDamagedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The points that are durable at this replica, in the modes without a primary; for the thread that
 * changes them.
 *
 * @param slots of the cluster
 */
record StoredPoints(ShardStore store, int slots) implements QuorumStoreView, CatchupView {

  private static Stored stored(LoggedWrite record) {
    return new Stored(record.key(), record.version(), record.request(), record.change());
  }

  @Override
  public Optional<Stored> newest(PointKey key) {
    return store.replica().record(key).map(StoredPoints::stored);
  }

  /**
   * All records of a slot.
   *
   * @throws StoreDamagedException if they fail their digest: what is damaged is shown to nobody
   */
  @Override
  public List<Stored> slot(int slot) {
    return store
        .replica()
        .image(slot)
        .orElseThrow(() -> StoreDamagedException.ofSlot(slot))
        .stream()
        .map(StoredPoints::stored)
        .toList();
  }

  @Override
  public long holds() {
    return store
        .replica()
        .note(ReplicaNote.HOLDS)
        .map(bytes -> ReplicaNotes.numbers(bytes).getFirst())
        .orElse(0L);
  }

  /** What is remembered of it. */
  static PointsDisk.Note holding(long epoch) {
    return new PointsDisk.Note(ReplicaNote.HOLDS, List.of(epoch));
  }

  @Override
  public long highestClock() {
    return store.position().highestClock();
  }

  @Override
  public List<Long> sums() {
    return store.replica().slotSums(slots);
  }

  @Override
  public Map<PointKey, Version> versions(int slot) {
    return store.replica().versions(slot);
  }

  @Override
  public long logged() {
    return store.position().last().sequence();
  }
}
