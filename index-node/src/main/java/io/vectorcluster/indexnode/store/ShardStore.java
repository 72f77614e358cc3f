package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.ShardWrite;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.topology.StoreId;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.rocksdb.RocksDBException;

/**
 * The durable records of one shard replica.
 *
 * <p>Reads may come from any number of threads; changes are made one after the other, and a commit
 * is as durable with a thousand writes as with one: callers gather them. Calls block on the disk
 * and hold their carrier thread: they belong on platform threads.
 *
 * <p>Every call throws {@link StoreClosedException} after {@link #close}, {@link
 * StoreFailedException} after a failed write, {@link StoreDamagedException} for what cannot be read
 * back as it was written.
 */
public final class ShardStore implements AutoCloseable {
  /** More writes than this in one commit are refused: a batch is held in memory. */
  public static final int MAX_WRITES = ShardWrite.MAX_CHANGES;

  private final Lifecycle lifecycle = new Lifecycle();
  private final Changes changes;
  private final StoreDirectory directory;
  private final RocksFiles files;
  private final Meta meta;
  private final StoreId storeId;
  private final StoreOptions options;
  private final FreeSpace freeSpace;
  private final PointReader reader;
  private final Scans scans;
  private final OperationLog log;
  private final CommitPath commits;
  private final DurableWrites writes;
  private final ReplicaRecords replica;

  ShardStore(
      StoreDirectory directory,
      RocksFiles files,
      Meta meta,
      StoreOptions options,
      FreeSpace freeSpace)
      throws RocksDBException {
    this.directory = directory;
    this.files = files;
    this.meta = meta;
    this.options = options;
    this.freeSpace = freeSpace;
    this.storeId = meta.storeId();
    this.changes = new Changes(lifecycle, meta.position());
    this.reader = new PointReader(files);
    this.scans = new Scans(files, reader, lifecycle);
    this.writes = new DurableWrites(files, lifecycle);
    this.log = new OperationLog(files, meta, writes);
    this.commits = new CommitPath(files, reader, meta);
    this.replica = new ReplicaRecords(lifecycle, changes, files, meta, log, commits, writes);
  }

  /**
   * Opens the store in {@code directory}; where there is none, one is made with {@code formatting}.
   */
  public static StoreOpening open(
      Path directory, StoreOptions options, StoreFormatting formatting) {
    return open(directory, options, formatting, FreeSpace.of(directory));
  }

  /** As above, with another measure of the disk. */
  public static StoreOpening open(
      Path directory, StoreOptions options, StoreFormatting formatting, FreeSpace freeSpace) {
    return open(directory, options, formatting, freeSpace, WalSync.BEFORE_ACKNOWLEDGING);
  }

  static StoreOpening open(
      Path directory,
      StoreOptions options,
      StoreFormatting formatting,
      FreeSpace freeSpace,
      WalSync walSync) {
    return new StoreOpener(directory, options, formatting, freeSpace, walSync).open();
  }

  /** Drawn when the store was made (protocol T3). */
  public StoreId storeId() {
    return storeId;
  }

  /** The last committed log entry, and the highest clock seen. */
  public StorePosition position() {
    return changes.position();
  }

  /** What a replica of several does with its store. */
  public ReplicaRecords replica() {
    return replica;
  }

  /**
   * Stores writes with their log entries, digests and the new position, all or nothing, and returns
   * when they are on the disk. The newest version of a point wins, whatever the order.
   *
   * <p>The disk's reserve is not looked at: who may still refuse asks {@link #storageFull} first.
   *
   * @param numbered 1 to {@link #MAX_WRITES} writes whose sequences follow {@link #position}
   *     without a gap
   */
  public CommitOutcome commit(List<LoggedWrite> numbered) {
    return commit(numbered, Set.of());
  }

  /** As above; in slots that are {@code overwritten} a write wins whatever its version. */
  public CommitOutcome commit(List<LoggedWrite> numbered, Set<Integer> overwritten) {
    if (numbered.isEmpty() || numbered.size() > MAX_WRITES) {
      throw new IllegalArgumentException(
          "commit: %d writes, use 1 to %d".formatted(numbered.size(), MAX_WRITES));
    }
    return changes.change(() -> commitOrdered(List.copyOf(numbered), overwritten));
  }

  private CommitOutcome commitOrdered(List<LoggedWrite> offered, Set<Integer> overwritten)
      throws RocksDBException {
    Optional<CommitOutcome.OutOfOrder> outOfOrder =
        CommitPath.outOfOrder(position().last(), offered);
    if (outOfOrder.isPresent()) {
      return outOfOrder.get();
    }
    try (CommitPath.Prepared prepared = commits.prepare(position(), offered, overwritten)) {
      writes.write(prepared.batch());
      changes.reached(prepared.position());
      return prepared.outcome();
    }
  }

  /** Why upserts are to be refused at present, if they are; deletes still go (design section 6). */
  public Optional<String> storageFull() {
    FreeSpace.DiskSpace space = freeSpace.read();
    long reserve = space.reserveBytes(options.writeBufferBytes());
    if (space.usableBytes() >= reserve) {
      return Optional.empty();
    }
    return Optional.of(
        "store: %d MiB are free and %d MiB are kept for deletes and compaction; delete points or give the volume more space"
            .formatted(space.usableBytes() >> 20, reserve >> 20));
  }

  /** The record of a point without its content; empty if it was never here. */
  public Optional<Head> head(PointKey key) {
    return lifecycle.call(() -> reader.head(key));
  }

  /** The records of those keys that have one. */
  public Map<PointKey, Head> heads(Collection<PointKey> keys) {
    return lifecycle.call(() -> reader.heads(keys));
  }

  /** A live point; empty if it is not there or deleted. */
  public Optional<StoredPoint> point(PointKey key, Selection selection) {
    return lifecycle.call(() -> reader.points(List.of(key), selection).stream().findFirst());
  }

  /** The live points among {@code keys}, in their order. */
  public List<StoredPoint> points(List<PointKey> keys, Selection selection) {
    return lifecycle.call(() -> reader.points(keys, selection));
  }

  /** A page of the live points of some slots, in the order of their ids, of one moment. */
  public ScrollPage scan(CollectionNumber collection, BitSet slots, ScrollQuery query) {
    return lifecycle.call(() -> scans.page(collection, slots, query));
  }

  /**
   * Shows every live point of a collection, of one moment, in the order of slots and ids. {@link
   * #close} ends it with {@link StoreClosedException}.
   */
  public void scanAll(CollectionNumber collection, Selection selection, PointVisitor visitor) {
    lifecycle.call(
        () -> {
          scans.all(collection, selection, visitor);
          return true;
        });
  }

  /** Digests of the slots that have held a point, by slot. */
  public SortedMap<Integer, SlotDigest> digests(CollectionNumber collection) {
    return lifecycle.call(() -> scans.digests(collection));
  }

  /** Exact counts and sums of a collection over {@code slots}, without reading its points. */
  public SlotDigest total(CollectionNumber collection, BitSet slots) {
    return digests(collection).entrySet().stream()
        .filter(entry -> slots.get(entry.getKey()))
        .map(Map.Entry::getValue)
        .reduce(SlotDigest.EMPTY, SlotDigest::plus);
  }

  /** The first sequence the log still has; one above the position if it has none. */
  public long logStart() {
    return lifecycle.call(meta::logStart);
  }

  /** Log entries from a sequence on, {@code limit} at most. */
  public LogRead readLog(long from, int limit) {
    return lifecycle.call(() -> log.read(from, limit));
  }

  /**
   * Drops the oldest log entries that {@code retention} does not ask for.
   *
   * @param keepFrom entries from this sequence on stay: what an index checkpoint or a follower
   *     still needs
   * @return the first sequence that is kept
   */
  public long trimLog(LogRetention retention, long nowMs, long keepFrom) {
    return changes.change(() -> log.trim(retention, nowMs, keepFrom, position().last().sequence()));
  }

  /**
   * Removes all points, tombstones and digests of a collection at once and durably, then gives
   * their space back, which takes longer. Nothing if it has none.
   */
  public void dropCollection(CollectionNumber collection) {
    changes.change(
        () -> {
          writes.dropCollection(collection);
          return true;
        });
    lifecycle.call(
        () -> {
          writes.reclaim(collection);
          return true;
        });
  }

  /**
   * Keeps a record in the place of an older one; when this returns it is on the disk.
   *
   * @param number above that of the one that is kept
   * @throws IllegalArgumentException if a newer one is kept, or another one of this number
   */
  public void keep(KeptRecord which, byte[] bytes, long number) {
    changes.change(
        () -> {
          writes.save(meta, which, new StoredCopy(number, bytes));
          return true;
        });
  }

  public Optional<StoredCopy> kept(KeptRecord which) {
    return lifecycle.call(() -> meta.kept(which));
  }

  /** Figures for metrics. */
  public StoreFigures figures() {
    return lifecycle.call(
        () ->
            new StoreFigures(
                files.diskBytes(),
                files.memtableBytes(),
                files.cacheBytes(),
                position(),
                meta.logStart()));
  }

  /** Waits for calls inside, then lets the directory go. The second time it does nothing. */
  @Override
  public void close() {
    lifecycle.close(
        () -> {
          files.close();
          directory.close();
        });
  }
}
