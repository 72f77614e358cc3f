package io.vectorcluster.indexnode.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Entries of the log with their contents. */
record LoggedEntries(OperationLog log, PointReader reader, SlotImages images) {
  /** Contents of so many bytes are read at once at most, one entry more. */
  private static final long PAGE_BYTES = 4 << 20;

  /** See {@link ReplicaRecords#entries}. */
  Optional<List<LoggedWrite>> after(long sequence, int most) throws RocksDBException {
    return switch (log.read(sequence + 1, most)) {
      case LogRead.Trimmed _ -> Optional.empty();
      case LogRead.Entries(List<LogEntry> entries) -> Optional.of(withContents(entries));
    };
  }

  private List<LoggedWrite> withContents(List<LogEntry> entries) throws RocksDBException {
    Map<PointKey, Head> heads =
        new HashMap<>(reader.heads(entries.stream().map(LogEntry::key).distinct().toList()));
    List<LoggedWrite> read = new ArrayList<>();
    long bytes = 0;
    for (LogEntry entry : entries) {
      if (bytes > PAGE_BYTES) {
        break;
      }
      LoggedWrite write = withContent(entry, heads.get(entry.key()));
      bytes +=
          write.effective().change() instanceof LoggedWrite.Change.Upsert(PointContent content)
              ? content.sizeBytes()
              : 0;
      read.add(write);
    }
    return read;
  }

  private LoggedWrite withContent(LogEntry entry, @Nullable Head head) throws RocksDBException {
    Optional<LoggedWrite> itself = LoggedWrite.itself(entry);
    if (itself.isPresent()) {
      return itself.get();
    }
    // Without a record its collection is gone, and nobody asks what is written instead; or its
    // tombstone is, of which an entry tells that comes later.
    LoggedWrite.Change present =
        head instanceof Head.Live live
            ? images.content(entry.key(), live)
            : new LoggedWrite.Change.Delete();
    if (head != null && head.version().equals(entry.version()) && !entry.wrote(head)) {
      throw StoreDamagedException.of(entry.key(), "its record is not what was logged", null);
    }
    LoggedWrite.Change change =
        head == null || head.version().equals(entry.version())
            ? present
            : new LoggedWrite.Change.Overtaken(entry.kind(), overtaker(entry, head), present);
    return new LoggedWrite(
        entry.position(),
        entry.loggedAtMs(),
        entry.request(),
        entry.key(),
        entry.version(),
        change);
  }

  /** The entry that wrote the present record: it came later, and the log has what came later. */
  private LogEntry overtaker(LogEntry entry, Head present) throws RocksDBException {
    long sequence = present.position().sequence();
    if (log.read(sequence, 1) instanceof LogRead.Entries(List<LogEntry> found)
        && !found.isEmpty()
        && found.getFirst().version().equals(present.version())) {
      return found.getFirst();
    }
    throw new StoreDamagedException(
        "entry %d of the log was overtaken by %d, which the log has not"
            .formatted(entry.position().sequence(), sequence),
        null);
  }
}
