package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.replication.SlotNotes.Note;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.ShardId;
import java.util.HashMap;
import java.util.Map;

/** The notes of a primary's shard, as numbered, and how far they are known. */
final class NotedSlots {
  private final ShardId shard;
  private SlotNotes notes;

  /** The log entry of a slot's note, if it was numbered in this office. */
  private final Map<Integer, Long> notedAt = new HashMap<>();

  /** Everything up to here is on the disks of all whose word counts. */
  private long held;

  NotedSlots(StoreView store, ShardView view) {
    this.shard = view.shard();
    this.notes = SlotNotes.read(store, view.topology());
  }

  Note of(int slot) {
    return notes.of(slot);
  }

  long held() {
    return held;
  }

  void held(long sequence) {
    held = sequence;
  }

  long notedAt(int slot) {
    return notedAt.getOrDefault(slot, 0L);
  }

  /** Whether the shard, the target of a switch, has opened the slot, and all know it. */
  boolean isOpened(Migration switched) {
    int slot = switched.slot();
    return notes.of(slot).opened() == switched.switched() && notedAt(slot) <= held;
  }

  /**
   * The epoch at which this shard last opened a slot: of the two the later one has what counts. The
   * shard that a slot was first copied from had it open then.
   */
  long openedBy(Migration migration) {
    long opened = notes.of(migration.slot()).opened();
    long first = migration.origin().equals(shard) ? migration.since() : 0;
    return opened >= migration.since() ? opened : first;
  }

  /** The entry that writes other notes, numbered. */
  LoggedWrite note(Map<Integer, Note> changed, PrimaryLog log, ShardView view, long nowMs) {
    notes = notes.ofMoving(view.topology()).with(changed);
    PointKey key = SlotNotes.key(view.topology());
    LoggedWrite entry = log.write(RequestId.NONE, key, notes.change(key), view, nowMs);
    changed.keySet().forEach(slot -> notedAt.put(slot, entry.position().sequence()));
    return entry;
  }
}
