package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.CommitOutcome.Committed;
import io.vectorcluster.indexnode.store.CommitOutcome.Effect;
import io.vectorcluster.indexnode.store.CommitOutcome.OutOfOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Turns writes into one batch. Not safe for threads: one commit at a time. */
final class CommitPath {
  private static final byte[] NO_VALUE = {};

  private final RocksFiles files;
  private final PointReader reader;
  private final Meta meta;

  CommitPath(RocksFiles files, PointReader reader, Meta meta) {
    this.files = files;
    this.reader = reader;
    this.meta = meta;
  }

  /** What is wrong with the order of {@code writes} after {@code last}, if anything. */
  static Optional<OutOfOrder> outOfOrder(LogPosition last, List<LoggedWrite> writes) {
    LogPosition before = last;
    for (LoggedWrite write : writes) {
      LogPosition offered = write.position();
      if (offered.sequence() != before.sequence() + 1 || offered.term() < before.term()) {
        String message =
            "log: term %d, sequence %d cannot follow term %d, sequence %d; offer sequence %d of that term or a later one"
                .formatted(
                    offered.term(),
                    offered.sequence(),
                    before.term(),
                    before.sequence(),
                    before.sequence() + 1);
        return Optional.of(new OutOfOrder(before, offered, message));
      }
      before = offered;
    }
    return Optional.empty();
  }

  /** What a batch has come to so far: later writes of a commit see the earlier ones. */
  private final class Batch {
    private final WriteBatch rocks;
    private final Map<PointKey, Head> heads;
    private final Set<Integer> overwritten;
    private final Map<SlotKey, SlotDigest> digests = new HashMap<>();
    private final List<Effect> effects = new ArrayList<>();

    Batch(WriteBatch rocks, Map<PointKey, Head> heads, Set<Integer> overwritten) {
      this.rocks = rocks;
      this.heads = heads;
      this.overwritten = overwritten;
    }

    void add(LoggedWrite write) throws RocksDBException {
      byte[] entry = Values.logEntry(LogEntry.of(write));
      rocks.put(family(Family.LOG), Keys.log(write.position().sequence()), entry);
      if (write.change() instanceof LoggedWrite.Change.Purge) {
        takeAway(write, heads.get(write.key()) instanceof Head.Tombstone);
        return;
      }
      if (!write.request().equals(RequestId.NONE)) {
        rocks.put(family(Family.REQUESTS), Keys.request(write.key(), write.request()), entry);
      }
      if (write.change() instanceof LoggedWrite.Change.Forget) {
        takeAway(write, true);
        return;
      }
      if (write.change() instanceof LoggedWrite.Change.Known) {
        effects.add(new Effect(write.key(), false, Optional.ofNullable(heads.get(write.key()))));
        return;
      }
      if (write.change() instanceof LoggedWrite.Change.Overtaken overtaken) {
        LogEntry by = overtaken.by();
        rocks.put(
            family(Family.REQUESTS), Keys.request(by.key(), by.request()), Values.logEntry(by));
      }
      LoggedWrite record = write.effective();
      @Nullable Head before = heads.get(write.key());
      boolean applied =
          before == null
              || overwritten.contains(write.key().slot())
              || record.version().compareTo(before.version()) > 0;
      effects.add(new Effect(write.key(), applied, Optional.ofNullable(before)));
      if (applied) {
        apply(record, before);
      }
    }

    /** A point that was written since then is left alone. */
    private void takeAway(LoggedWrite write, boolean may) throws RocksDBException {
      PointKey key = write.key();
      @Nullable Head before = heads.get(key);
      boolean applied = may && before != null && before.version().equals(write.version());
      effects.add(new Effect(key, applied, Optional.ofNullable(before)));
      if (applied && before != null) {
        rocks.delete(family(Family.HEADS), Keys.point(key));
        switch (before) {
          case Head.Live _ -> rocks.delete(family(Family.BODIES), Keys.point(key));
          case Head.Tombstone(Version version, LogPosition _) ->
              rocks.delete(family(Family.TOMBSTONES), Keys.tombstone(key, version.clock()));
        }
        account(key, before, null);
        heads.remove(key);
      }
    }

    private void apply(LoggedWrite write, @Nullable Head before) throws RocksDBException {
      Head after = put(rocks, write, before);
      account(write.key(), before, after);
      heads.put(write.key(), after);
    }

    private void account(PointKey key, @Nullable Head before, @Nullable Head after)
        throws RocksDBException {
      SlotKey slot = new SlotKey(key.collection(), key.slot());
      @Nullable SlotDigest known = digests.get(slot);
      SlotDigest digest = known != null ? known : reader.digest(slot.collection(), slot.slot());
      if (before != null) {
        digest = digest.minus(SlotDigest.of(key.id(), before));
      }
      digests.put(slot, after == null ? digest : digest.plus(SlotDigest.of(key.id(), after)));
    }

    void finish(StorePosition position) throws RocksDBException {
      for (Map.Entry<SlotKey, SlotDigest> entry : digests.entrySet()) {
        SlotKey slot = entry.getKey();
        rocks.put(
            family(Family.DIGESTS),
            Keys.slot(slot.collection(), slot.slot()),
            Values.digest(entry.getValue()));
      }
      meta.put(rocks, position);
    }
  }

  /** Adds a record to a batch, in the place of the one that is there. */
  Head put(WriteBatch rocks, LoggedWrite write, @Nullable Head before) throws RocksDBException {
    PointKey key = write.key();
    byte[] name = Keys.point(key);
    Version version = write.version();
    switch (before) {
      case null -> {}
      case Head.Live _ -> {}
      case Head.Tombstone(Version old, LogPosition _) ->
          rocks.delete(family(Family.TOMBSTONES), Keys.tombstone(key, old.clock()));
    }
    Head after =
        switch (write.change()) {
          case LoggedWrite.Change.Upsert(PointContent content) -> {
            rocks.put(family(Family.BODIES), name, content.bytes());
            yield new Head.Live(version, write.position(), content.hash(), content.sizeBytes());
          }
          case LoggedWrite.Change.Delete _ -> {
            if (before instanceof Head.Live) {
              rocks.delete(family(Family.BODIES), name);
            }
            rocks.put(family(Family.TOMBSTONES), Keys.tombstone(key, version.clock()), NO_VALUE);
            yield new Head.Tombstone(version, write.position());
          }
          case LoggedWrite.Change.Purge _,
              LoggedWrite.Change.Forget _,
              LoggedWrite.Change.Known _,
              LoggedWrite.Change.Overtaken _ ->
              throw new IllegalArgumentException("this leaves no record: " + write.change());
        };
    rocks.put(family(Family.HEADS), name, Values.head(after));
    return after;
  }

  /** A commit that is ready to be written. */
  record Prepared(WriteBatch batch, StorePosition position, Committed outcome)
      implements AutoCloseable {
    @Override
    public void close() {
      batch.close();
    }
  }

  /** Reads what the writes meet and makes the batch; nothing is changed yet. */
  Prepared prepare(StorePosition from, List<LoggedWrite> writes, Set<Integer> overwritten)
      throws RocksDBException {
    LinkedHashSet<PointKey> keys = new LinkedHashSet<>();
    writes.forEach(write -> keys.add(write.key()));
    WriteBatch rocks = new WriteBatch();
    boolean ready = false;
    try {
      Batch batch = new Batch(rocks, reader.heads(keys), overwritten);
      long clock = from.highestClock();
      for (LoggedWrite write : writes) {
        batch.add(write);
        clock = Math.max(clock, write.effective().version().clock());
      }
      LogPosition last = writes.getLast().position();
      StorePosition position = new StorePosition(last, clock);
      batch.finish(position);
      ready = true;
      return new Prepared(rocks, position, new Committed(last, batch.effects));
    } finally {
      if (!ready) {
        rocks.close();
      }
    }
  }

  private ColumnFamilyHandle family(Family family) {
    return files.family(family);
  }
}
