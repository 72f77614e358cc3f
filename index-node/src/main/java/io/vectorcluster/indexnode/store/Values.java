package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Values on disk, big-endian, of fixed size by kind. An unknown kind is damage: only a later format
 * writes another.
 */
final class Values {
  private static final byte LIVE = 1;
  private static final byte TOMBSTONE = 2;
  private static final byte UPSERT = 1;
  private static final byte DELETE = 2;
  private static final byte PURGE = 3;
  private static final byte FORGET = 4;
  private static final byte KNOWN = 5;

  private static final int VERSION_BYTES = 3 * Long.BYTES;
  private static final int POSITION_BYTES = 2 * Long.BYTES;
  private static final int HASH_BYTES = 2 * Long.BYTES;
  private static final int TOMBSTONE_BYTES = Byte.BYTES + VERSION_BYTES + POSITION_BYTES;
  private static final int LIVE_BYTES = TOMBSTONE_BYTES + HASH_BYTES + Integer.BYTES;
  private static final int DELETE_BYTES = TOMBSTONE_BYTES + Long.BYTES + 2 * Long.BYTES;

  private Values() {}

  /** u8 kind, version (term, clock, node), position (term, sequence); live: hash, u32 size. */
  static byte[] head(Head head) {
    return switch (head) {
      case Head.Live live -> {
        ByteBuffer out = ByteBuffer.allocate(LIVE_BYTES).put(LIVE);
        put(put(out, live.version()), live.position());
        yield put(out, live.hash()).putInt(live.contentBytes()).array();
      }
      case Head.Tombstone tombstone -> {
        ByteBuffer out = ByteBuffer.allocate(TOMBSTONE_BYTES).put(TOMBSTONE);
        yield put(put(out, tombstone.version()), tombstone.position()).array();
      }
    };
  }

  static Head readHead(byte[] value) {
    return read(
        value,
        in -> {
          byte kind = in.get();
          Version version = version(in);
          LogPosition position = position(in);
          return switch (kind) {
            case LIVE -> new Head.Live(version, position, hash(in), in.getInt());
            case TOMBSTONE -> new Head.Tombstone(version, position);
            default -> throw new IllegalArgumentException("record: unknown kind " + kind);
          };
        });
  }

  /** u8 kind, position, u64 time, request id, version; upsert: hash; then the point's key. */
  static byte[] logEntry(LogEntry entry) {
    byte[] key = Keys.point(entry.key());
    ByteBuffer out =
        switch (entry.kind()) {
          case LogEntry.Kind.Upsert _ ->
              ByteBuffer.allocate(DELETE_BYTES + HASH_BYTES + key.length).put(UPSERT);
          case LogEntry.Kind.Delete _ -> ByteBuffer.allocate(DELETE_BYTES + key.length).put(DELETE);
          case LogEntry.Kind.Purge _ -> ByteBuffer.allocate(DELETE_BYTES + key.length).put(PURGE);
          case LogEntry.Kind.Forget _ -> ByteBuffer.allocate(DELETE_BYTES + key.length).put(FORGET);
          case LogEntry.Kind.Known _ -> ByteBuffer.allocate(DELETE_BYTES + key.length).put(KNOWN);
        };
    put(out, entry.position()).putLong(entry.loggedAtMs());
    out.putLong(entry.request().high()).putLong(entry.request().low());
    put(out, entry.version());
    if (entry.kind() instanceof LogEntry.Kind.Upsert(ContentHash hash)) {
      put(out, hash);
    }
    return out.put(key).array();
  }

  static LogEntry readLogEntry(byte[] value) {
    return read(
        value,
        in -> {
          byte kind = in.get();
          LogPosition position = position(in);
          long loggedAtMs = in.getLong();
          RequestId request = new RequestId(in.getLong(), in.getLong());
          Version version = version(in);
          LogEntry.Kind what =
              switch (kind) {
                case UPSERT -> new LogEntry.Kind.Upsert(hash(in));
                case DELETE -> new LogEntry.Kind.Delete();
                case PURGE -> new LogEntry.Kind.Purge();
                case FORGET -> new LogEntry.Kind.Forget();
                case KNOWN -> new LogEntry.Kind.Known();
                default -> throw new IllegalArgumentException("log entry: unknown kind " + kind);
              };
          return new LogEntry(position, loggedAtMs, request, Keys.readPoint(in), version, what);
        });
  }

  /** Six u64 in the order of the record's components. */
  static byte[] digest(SlotDigest digest) {
    return ByteBuffer.allocate(6 * Long.BYTES)
        .putLong(digest.liveSum())
        .putLong(digest.tombstoneSum())
        .putLong(digest.contentSum())
        .putLong(digest.points())
        .putLong(digest.tombstones())
        .putLong(digest.contentBytes())
        .array();
  }

  static SlotDigest readDigest(byte[] value) {
    return read(
        value,
        in ->
            new SlotDigest(
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong()));
  }

  /** Position, then the highest clock of any version seen. */
  static byte[] position(StorePosition position) {
    return put(ByteBuffer.allocate(POSITION_BYTES + Long.BYTES), position.last())
        .putLong(position.highestClock())
        .array();
  }

  static StorePosition readPosition(byte[] value) {
    return read(value, in -> new StorePosition(position(in), in.getLong()));
  }

  private interface Reading<T> {
    T from(ByteBuffer in);
  }

  private static <T> T read(byte[] value, Reading<T> reading) {
    ByteBuffer in = ByteBuffer.wrap(value);
    try {
      T result = reading.from(in);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException("%d bytes too many".formatted(in.remaining()));
      }
      return result;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new StoreDamagedException(
          "a value of %d bytes is not of this format".formatted(value.length), e);
    }
  }

  private static ByteBuffer put(ByteBuffer out, Version version) {
    return out.putLong(version.term()).putLong(version.clock()).putLong(version.node());
  }

  private static Version version(ByteBuffer in) {
    return new Version(in.getLong(), in.getLong(), in.getLong());
  }

  private static ByteBuffer put(ByteBuffer out, LogPosition position) {
    return out.putLong(position.term()).putLong(position.sequence());
  }

  private static LogPosition position(ByteBuffer in) {
    return new LogPosition(in.getLong(), in.getLong());
  }

  private static ByteBuffer put(ByteBuffer out, ContentHash hash) {
    return out.putLong(hash.high()).putLong(hash.low());
  }

  private static ContentHash hash(ByteBuffer in) {
    return new ContentHash(in.getLong(), in.getLong());
  }
}
