package io.vectorcluster.indexnode.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** The log: read from a sequence on, trimmed from its beginning. */
final class OperationLog {
  private final RocksFiles files;
  private final Meta meta;
  private final DurableWrites writes;

  OperationLog(RocksFiles files, Meta meta, DurableWrites writes) {
    this.files = files;
    this.meta = meta;
    this.writes = writes;
  }

  LogRead read(long from, int limit) throws RocksDBException {
    List<LogEntry> entries = new ArrayList<>();
    // The rows are fixed before the start is read: a trim in between is seen as one.
    try (ReadOptions options = new ReadOptions();
        RocksIterator rows = files.rocks().newIterator(files.family(Family.LOG), options)) {
      long start = meta.logStart();
      if (from < start) {
        return new LogRead.Trimmed(start);
      }
      long expected = from;
      for (rows.seek(Keys.log(from)); rows.isValid() && entries.size() < limit; rows.next()) {
        LogEntry entry = Values.readLogEntry(rows.value());
        if (entry.position().sequence() != expected) {
          throw new StoreDamagedException(
              "the log has sequence %d where %d belongs"
                  .formatted(entry.position().sequence(), expected),
              null);
        }
        entries.add(entry);
        expected++;
      }
      rows.status();
    }
    return new LogRead.Entries(entries);
  }

  /**
   * Drops the oldest entries: those that are old enough, beyond the number kept, and below {@code
   * keepFrom}.
   *
   * @return the first sequence that is kept
   */
  long trim(LogRetention retention, long nowMs, long keepFrom, long last) throws RocksDBException {
    long start = meta.logStart();
    long mostKept = Math.min(last + 1 - retention.maxEntries(), Math.min(keepFrom, last + 1));
    if (mostKept <= start) {
      return start;
    }
    long firstKept = firstYounger(start, mostKept, nowMs - retention.atLeast().toMillis());
    if (firstKept > start) {
      try (WriteBatch batch = new WriteBatch()) {
        batch.deleteRange(files.family(Family.LOG), Keys.log(start), Keys.log(firstKept));
        meta.putLogStart(batch, firstKept);
        writes.write(batch);
      }
    }
    return firstKept;
  }

  /** The first sequence of {@code [low, high)} logged after a time, else {@code high}. */
  private long firstYounger(long low, long high, long timeMs) throws RocksDBException {
    long from = low;
    long to = high;
    while (from < to) {
      long middle = (from + to) >>> 1;
      byte @Nullable [] value = files.get(Family.LOG, Keys.log(middle));
      if (value == null) {
        throw new StoreDamagedException("the log lacks sequence " + middle, null);
      }
      if (Values.readLogEntry(value).loggedAtMs() > timeMs) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }
}
