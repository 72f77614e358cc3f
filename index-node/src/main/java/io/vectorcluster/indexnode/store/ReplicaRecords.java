package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.TombstoneFigures;
import io.vectorcluster.indexnode.core.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * What a replica of several does with its store: its log begins anew, slots are replaced by another
 * replica's, retries are known (protocol P3, V4). Changes are durable when a call returns.
 */
public final class ReplicaRecords {
  private final Lifecycle lifecycle;
  private final Changes changes;
  private final RocksFiles files;
  private final Meta meta;
  private final CommitPath commits;
  private final DurableWrites writes;
  private final PointReader reader;
  private final SlotAudit audit;
  private final SlotImages images;
  private final SlotSums sums;
  private final LoggedEntries entries;
  private final Tombstones tombstones;

  ReplicaRecords(
      Lifecycle lifecycle,
      Changes changes,
      RocksFiles files,
      Meta meta,
      OperationLog log,
      CommitPath commits,
      DurableWrites writes) {
    this.lifecycle = lifecycle;
    this.changes = changes;
    this.files = files;
    this.meta = meta;
    this.commits = commits;
    this.writes = writes;
    this.reader = new PointReader(files);
    this.audit = new SlotAudit(files);
    this.images = new SlotImages(files, commits, audit);
    this.sums = new SlotSums(files);
    this.entries = new LoggedEntries(log, reader, images);
    this.tombstones = new Tombstones(files, reader, lifecycle);
  }

  public Optional<byte[]> note(ReplicaNote note) {
    return lifecycle.call(() -> Optional.ofNullable(meta.note(note)));
  }

  /** Remembers. */
  public void put(ReplicaNote note, byte[] value) {
    changes.change(
        () -> {
          try (WriteBatch batch = new WriteBatch()) {
            meta.put(batch, note, value);
            writes.write(batch);
          }
          return true;
        });
  }

  /** As a commit of the store, and remembers with it, all or nothing. */
  public CommitOutcome commit(List<LoggedWrite> numbered, ReplicaNote note, byte[] value) {
    return changes.change(
        () -> {
          Optional<CommitOutcome.OutOfOrder> outOfOrder =
              CommitPath.outOfOrder(changes.position().last(), numbered);
          if (outOfOrder.isPresent()) {
            return outOfOrder.get();
          }
          try (CommitPath.Prepared prepared =
              commits.prepare(changes.position(), numbered, Set.of())) {
            meta.put(prepared.batch(), note, value);
            writes.write(prepared.batch());
            changes.reached(prepared.position());
            return prepared.outcome();
          }
        });
  }

  /** Empties the log, which goes on after a position; what it followed is forgotten. */
  public void beginLog(LogPosition after) {
    changes.change(
        () -> {
          StorePosition next = new StorePosition(after, changes.position().highestClock());
          try (WriteBatch batch = new WriteBatch()) {
            batch.deleteRange(files.family(Family.LOG), Keys.log(0), Keys.log(-1));
            meta.putLogStart(batch, after.sequence() + 1);
            meta.put(batch, next);
            meta.forget(batch, ReplicaNote.FOLLOWS);
            writes.write(batch);
          }
          changes.reached(next);
          return true;
        });
  }

  /**
   * One sum for each slot of all collections: equal sums are taken for equal records (R2).
   *
   * @param slots how many; slots count from 0
   */
  public List<Long> slotSums(int slots) {
    return lifecycle.call(() -> sums.all(slots));
  }

  /** The sum of one slot. */
  public long slotSum(int slot) {
    return lifecycle.call(() -> sums.of(slot));
  }

  /** Every record of a slot, tombstones included, without requests; empty if it is damaged. */
  public Optional<List<LoggedWrite>> image(int slot) {
    return lifecycle.call(() -> audit.image(slot));
  }

  /** The version of every record of a slot, tombstones included. */
  public Map<PointKey, Version> versions(int slot) {
    return lifecycle.call(() -> images.versions(slot));
  }

  /** The record of a point as it is; for the thread that makes changes. Empty if it never was. */
  public Optional<LoggedWrite> record(PointKey key) {
    return lifecycle.call(
        () -> {
          Optional<Head> head = reader.head(key);
          return head.isEmpty() ? Optional.empty() : Optional.of(images.record(key, head.get()));
        });
  }

  /** Reads a slot again and holds it against its digest and hashes (R2); for any thread. */
  public SlotCheck check(int slot) {
    return lifecycle.call(() -> audit.check(slot));
  }

  /**
   * Makes a slot equal to an image.
   *
   * @param retries what is to be known of the slot's latest writes, in place of what is known
   * @param later writes that were logged after the image: each wins over it
   * @return the records that changed
   */
  public List<SlotChange> replaceSlot(
      int slot, List<LoggedWrite> records, List<LogEntry> retries, List<LoggedWrite> later) {
    return changes.change(() -> write(images.replace(slot, records, retries, later)));
  }

  /** The same for a slot that is damaged: every byte of it is compared. */
  public List<SlotChange> rewriteSlot(
      int slot, List<LoggedWrite> records, List<LogEntry> retries, List<LoggedWrite> later) {
    return changes.change(() -> write(images.rewrite(slot, records, retries, later)));
  }

  private List<SlotChange> write(SlotImages.Replacement ready) throws RocksDBException {
    try (SlotImages.Replacement replacement = ready) {
      StorePosition position = changes.position();
      StorePosition next =
          new StorePosition(
              position.last(), Math.max(position.highestClock(), replacement.clock()));
      meta.put(replacement.batch(), next);
      writes.write(replacement.batch());
      changes.reached(next);
      return replacement.changes();
    }
  }

  /** What was logged for a request's change of a point, if that is not long ago. */
  public Optional<LogEntry> logged(RequestId request, PointKey key) {
    return lifecycle.call(
        () -> {
          byte @Nullable [] value = files.get(Family.REQUESTS, Keys.request(key, request));
          return value == null ? Optional.empty() : Optional.of(Values.readLogEntry(value));
        });
  }

  /** Everything of a slot that {@link #logged} can find. */
  public List<LogEntry> retries(int slot) {
    return lifecycle.call(() -> images.retries(slot));
  }

  /**
   * Some tombstones of this clock or below, each call others: it goes on where the last one ended,
   * and begins again at the end. For one thread, which makes the changes too.
   *
   * @return {@code most} at most; fewer, or none, also where there are more: a call reads few rows
   */
  public List<DeletedPoint> oldTombstones(long clock, int most) {
    return lifecycle.call(() -> tombstones.next(clock, most));
  }

  /** For metrics; reads a row a slot. */
  public TombstoneFigures tombstones() {
    return lifecycle.call(tombstones::figures);
  }

  /** Forgets requests that were logged before a time. */
  public void forgetRequests(long beforeMs) {
    changes.change(
        () -> {
          try (ReadOptions options = new ReadOptions().setFillCache(false);
              RocksIterator rows =
                  files.rocks().newIterator(files.family(Family.REQUESTS), options);
              WriteBatch batch = new WriteBatch()) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
              if (Values.readLogEntry(rows.value()).loggedAtMs() < beforeMs) {
                batch.delete(files.family(Family.REQUESTS), rows.key());
              }
            }
            rows.status();
            writes.write(batch);
          }
          return true;
        });
  }

  /**
   * Entries of the log with their contents. The log only names a record: where a later write has
   * replaced it, that one stands in for it.
   *
   * @param after the sequence before the first
   * @return fewer than there are if they are many or large; empty if the log no longer reaches back
   */
  public Optional<List<LoggedWrite>> entries(long after, int most) {
    return lifecycle.call(() -> entries.after(after, most));
  }
}
