package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** Whole slots, over all collections: read, compared and replaced. */
final class SlotImages {
  private final RocksFiles files;
  private final CommitPath commits;
  private final SlotAudit audit;

  SlotImages(RocksFiles files, CommitPath commits, SlotAudit audit) {
    this.audit = audit;
    this.files = files;
    this.commits = commits;
  }

  /** A record as an image has it. */
  static LoggedWrite record(PointKey key, Head head, byte @Nullable [] body) {
    LoggedWrite.Change change =
        body == null
            ? new LoggedWrite.Change.Delete()
            : new LoggedWrite.Change.Upsert(PointContent.ofBytes(body));
    return new LoggedWrite(head.position(), 0, RequestId.NONE, key, head.version(), change);
  }

  /** The content that belongs to a head; for the thread that makes changes. */
  LoggedWrite.Change content(PointKey key, Head.Live head) throws RocksDBException {
    byte @Nullable [] body = files.get(Family.BODIES, Keys.point(key));
    if (body == null) {
      throw StoreDamagedException.of(key, "its content is missing", null);
    }
    PointContent content = PointContent.ofBytes(body);
    if (!content.hash().equals(head.hash())) {
      throw StoreDamagedException.of(key, "its content has another hash than its record", null);
    }
    return new LoggedWrite.Change.Upsert(content);
  }

  /** A record as it is here. */
  LoggedWrite record(PointKey key, Head head) throws RocksDBException {
    LoggedWrite.Change change =
        head instanceof Head.Live live ? content(key, live) : new LoggedWrite.Change.Delete();
    return new LoggedWrite(head.position(), 0, RequestId.NONE, key, head.version(), change);
  }

  Map<PointKey, Version> versions(int slot) throws RocksDBException {
    Map<PointKey, Version> versions = new HashMap<>();
    heads(slot).forEach((key, head) -> versions.put(key, head.version()));
    return versions;
  }

  List<LogEntry> retries(int slot) throws RocksDBException {
    List<LogEntry> entries = new ArrayList<>();
    try (ReadOptions options = new ReadOptions();
        RocksIterator rows = over(Family.REQUESTS, options)) {
      for (CollectionNumber collection : audit.collections(options)) {
        byte[] prefix = Keys.slot(collection, slot);
        for (rows.seek(prefix);
            rows.isValid() && SlotAudit.begins(rows.key(), prefix);
            rows.next()) {
          entries.add(Values.readLogEntry(rows.value()));
        }
      }
      rows.status();
    }
    return entries;
  }

  private Map<PointKey, Head> heads(int slot) throws RocksDBException {
    Map<PointKey, Head> heads = new LinkedHashMap<>();
    try (ReadOptions options = new ReadOptions();
        RocksIterator rows = over(Family.HEADS, options)) {
      for (CollectionNumber collection : audit.collections(options)) {
        byte[] prefix = Keys.slot(collection, slot);
        for (rows.seek(prefix);
            rows.isValid() && SlotAudit.begins(rows.key(), prefix);
            rows.next()) {
          heads.put(Keys.readPoint(rows.key()), Values.readHead(rows.value()));
        }
      }
      rows.status();
    }
    return heads;
  }

  /**
   * A slot that is ready to be replaced.
   *
   * @param clock the highest of the new records
   */
  record Replacement(WriteBatch batch, List<SlotChange> changes, long clock)
      implements AutoCloseable {
    @Override
    public void close() {
      batch.close();
    }
  }

  Replacement replace(
      int slot, List<LoggedWrite> records, List<LogEntry> retries, List<LoggedWrite> later)
      throws RocksDBException {
    Map<PointKey, LoggedWrite> wanted = wanted(records, later);
    Map<PointKey, Head> present = heads(slot);
    WriteBatch batch = new WriteBatch();
    boolean ready = false;
    try {
      List<SlotChange> changed = new ArrayList<>();
      Map<CollectionNumber, SlotDigest> digests = new HashMap<>();
      drop(batch, present, wanted, changed, digests);
      long clock = 0;
      for (LoggedWrite record : wanted.values()) {
        clock = Math.max(clock, record.version().clock());
        @Nullable Head before = present.get(record.key());
        Head after;
        if (before != null && isSame(before, record)) {
          after = before;
        } else {
          after = commits.put(batch, record, before);
          changed.add(new SlotChange(record.key(), Optional.of(record)));
        }
        digests.merge(
            record.key().collection(), SlotDigest.of(record.key().id(), after), SlotDigest::plus);
      }
      for (Map.Entry<CollectionNumber, SlotDigest> digest : digests.entrySet()) {
        batch.put(
            files.family(Family.DIGESTS),
            Keys.slot(digest.getKey(), slot),
            Values.digest(digest.getValue()));
      }
      replaceRetries(batch, slot, retries, later);
      ready = true;
      return new Replacement(batch, changed, clock);
    } finally {
      if (!ready) {
        batch.close();
      }
    }
  }

  /** As {@link #replace}, for a slot that is damaged. */
  Replacement rewrite(
      int slot, List<LoggedWrite> records, List<LogEntry> retries, List<LoggedWrite> later)
      throws RocksDBException {
    Map<PointKey, LoggedWrite> wanted = wanted(records, later);
    WriteBatch batch = new WriteBatch();
    boolean ready = false;
    try (ReadOptions options = new ReadOptions()) {
      List<SlotChange> changed =
          new SlotRewrite(files, commits, slot, batch).fill(audit.collections(options), wanted);
      putRetries(batch, retries, later);
      long clock =
          wanted.values().stream().mapToLong(record -> record.version().clock()).max().orElse(0);
      ready = true;
      return new Replacement(batch, changed, clock);
    } finally {
      if (!ready) {
        batch.close();
      }
    }
  }

  private static Map<PointKey, LoggedWrite> wanted(
      List<LoggedWrite> records, List<LoggedWrite> later) {
    Map<PointKey, LoggedWrite> wanted = new LinkedHashMap<>();
    records.forEach(record -> wanted.put(record.key(), record));
    later.forEach(write -> follow(wanted, write.effective()));
    return wanted;
  }

  private static void follow(Map<PointKey, LoggedWrite> wanted, LoggedWrite write) {
    switch (write.change()) {
      case LoggedWrite.Change.Purge _, LoggedWrite.Change.Forget _ ->
          wanted.computeIfPresent(
              write.key(), (_, record) -> record.version().equals(write.version()) ? null : record);
      case LoggedWrite.Change.Known _ -> {}
      case LoggedWrite.Change.Upsert _,
          LoggedWrite.Change.Delete _,
          LoggedWrite.Change.Overtaken _ ->
          wanted.put(write.key(), write);
    }
  }

  static boolean isSame(Head head, LoggedWrite record) {
    boolean content =
        switch (record.change()) {
          case LoggedWrite.Change.Upsert(PointContent upsert) ->
              head instanceof Head.Live live && live.hash().equals(upsert.hash());
          case LoggedWrite.Change.Delete _ -> head instanceof Head.Tombstone;
          case LoggedWrite.Change.Purge _,
              LoggedWrite.Change.Forget _,
              LoggedWrite.Change.Known _,
              LoggedWrite.Change.Overtaken _ ->
              false;
        };
    return content && head.version().equals(record.version());
  }

  /** Takes away what the image has not, so that nothing of it is merged (P3). */
  private void drop(
      WriteBatch batch,
      Map<PointKey, Head> present,
      Map<PointKey, LoggedWrite> wanted,
      List<SlotChange> changed,
      Map<CollectionNumber, SlotDigest> digests)
      throws RocksDBException {
    for (Map.Entry<PointKey, Head> entry : present.entrySet()) {
      PointKey key = entry.getKey();
      digests.putIfAbsent(key.collection(), SlotDigest.EMPTY);
      if (wanted.containsKey(key)) {
        continue;
      }
      batch.delete(files.family(Family.HEADS), Keys.point(key));
      switch (entry.getValue()) {
        case Head.Live _ -> batch.delete(files.family(Family.BODIES), Keys.point(key));
        case Head.Tombstone tombstone ->
            batch.delete(
                files.family(Family.TOMBSTONES), Keys.tombstone(key, tombstone.version().clock()));
      }
      changed.add(new SlotChange(key, Optional.empty()));
    }
  }

  private void replaceRetries(
      WriteBatch batch, int slot, List<LogEntry> retries, List<LoggedWrite> later)
      throws RocksDBException {
    for (LogEntry known : retries(slot)) {
      batch.delete(files.family(Family.REQUESTS), Keys.request(known.key(), known.request()));
    }
    putRetries(batch, retries, later);
  }

  private void putRetries(WriteBatch batch, List<LogEntry> retries, List<LoggedWrite> later)
      throws RocksDBException {
    for (LogEntry retry : retries) {
      putRetry(batch, retry);
    }
    for (LoggedWrite write : later) {
      if (!write.request().equals(RequestId.NONE)) {
        putRetry(batch, LogEntry.of(write));
      }
      if (write.change() instanceof LoggedWrite.Change.Overtaken overtaken) {
        putRetry(batch, overtaken.by());
      }
    }
  }

  private void putRetry(WriteBatch batch, LogEntry entry) throws RocksDBException {
    batch.put(
        files.family(Family.REQUESTS),
        Keys.request(entry.key(), entry.request()),
        Values.logEntry(entry));
  }

  private RocksIterator over(Family family, ReadOptions options) {
    return files.rocks().newIterator(files.family(family), options);
  }
}
