package io.vectorcluster.indexnode.internal;

import com.google.protobuf.ByteString;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.wire.v1.Deleted;
import io.vectorcluster.wire.v1.Forgotten;
import io.vectorcluster.wire.v1.Known;
import io.vectorcluster.wire.v1.Position;
import io.vectorcluster.wire.v1.Purged;
import java.nio.ByteBuffer;

/** Entries of the operation log as messages, and back. */
final class LogMessages {
  private static final int HASH_BYTES = 2 * Long.BYTES;

  private LogMessages() {}

  static Position of(LogPosition position) {
    return Position.newBuilder().setTerm(position.term()).setSequence(position.sequence()).build();
  }

  static LogPosition read(Position position) {
    return new LogPosition(position.getTerm(), position.getSequence());
  }

  static io.vectorcluster.wire.v1.LoggedWrite of(LoggedWrite write) {
    io.vectorcluster.wire.v1.LoggedWrite.Builder message = identity(LogEntry.of(write));
    switch (write.change()) {
      case LoggedWrite.Change.Upsert(PointContent content) ->
          message.setContent(ByteString.copyFrom(content.bytes()));
      case LoggedWrite.Change.Delete _ -> message.setDeleted(Deleted.getDefaultInstance());
      case LoggedWrite.Change.Purge _ -> message.setPurged(Purged.getDefaultInstance());
      case LoggedWrite.Change.Forget _ -> message.setForgotten(Forgotten.getDefaultInstance());
      case LoggedWrite.Change.Known _ -> message.setKnown(Known.getDefaultInstance());
      case LoggedWrite.Change.Overtaken overtaken ->
          kind(message, overtaken.own()).setOvertakenBy(of(write.effective()));
    }
    return message.build();
  }

  /** Without what was written. */
  static io.vectorcluster.wire.v1.LoggedWrite of(LogEntry entry) {
    return kind(identity(entry), entry.kind()).build();
  }

  private static io.vectorcluster.wire.v1.LoggedWrite.Builder kind(
      io.vectorcluster.wire.v1.LoggedWrite.Builder message, LogEntry.Kind kind) {
    return switch (kind) {
      case LogEntry.Kind.Upsert(ContentHash hash) ->
          message.setContentHash(
              ByteString.copyFrom(
                  ByteBuffer.allocate(HASH_BYTES).putLong(hash.high()).putLong(hash.low()).flip()));
      case LogEntry.Kind.Delete _ -> message.setDeleted(Deleted.getDefaultInstance());
      case LogEntry.Kind.Purge _ -> message.setPurged(Purged.getDefaultInstance());
      case LogEntry.Kind.Forget _ -> message.setForgotten(Forgotten.getDefaultInstance());
      case LogEntry.Kind.Known _ -> message.setKnown(Known.getDefaultInstance());
    };
  }

  private static io.vectorcluster.wire.v1.LoggedWrite.Builder identity(LogEntry entry) {
    return io.vectorcluster.wire.v1.LoggedWrite.newBuilder()
        .setPosition(of(entry.position()))
        .setLoggedAtMs(entry.loggedAtMs())
        .setRequestHigh(entry.request().high())
        .setRequestLow(entry.request().low())
        .setCollection(entry.key().collection().value())
        .setSlot(entry.key().slot())
        .setId(PointMessages.of(entry.key().id()))
        .setVersion(of(entry.version()));
  }

  static LoggedWrite readWrite(io.vectorcluster.wire.v1.LoggedWrite message) {
    LoggedWrite.Change change =
        switch (message.getChangeCase()) {
          case CONTENT ->
              new LoggedWrite.Change.Upsert(
                  PointContent.ofBytes(message.getContent().toByteArray()));
          case DELETED, CONTENT_HASH ->
              message.hasOvertakenBy() ? overtaken(message) : new LoggedWrite.Change.Delete();
          case PURGED -> new LoggedWrite.Change.Purge();
          case FORGOTTEN -> new LoggedWrite.Change.Forget();
          case KNOWN -> new LoggedWrite.Change.Known();
          case CHANGE_NOT_SET -> throw new IllegalArgumentException("a write without a change");
        };
    return new LoggedWrite(
        read(message.getPosition()),
        message.getLoggedAtMs(),
        new RequestId(message.getRequestHigh(), message.getRequestLow()),
        key(message),
        version(message),
        change);
  }

  private static LoggedWrite.Change overtaken(io.vectorcluster.wire.v1.LoggedWrite message) {
    LoggedWrite by = readWrite(message.getOvertakenBy());
    return new LoggedWrite.Change.Overtaken(
        readEntry(message).kind(), LogEntry.of(by), by.change());
  }

  static LogEntry readEntry(io.vectorcluster.wire.v1.LoggedWrite message) {
    LogEntry.Kind kind =
        switch (message.getChangeCase()) {
          case CONTENT_HASH -> new LogEntry.Kind.Upsert(hash(message.getContentHash()));
          case DELETED -> new LogEntry.Kind.Delete();
          case PURGED -> new LogEntry.Kind.Purge();
          case FORGOTTEN -> new LogEntry.Kind.Forget();
          case KNOWN -> new LogEntry.Kind.Known();
          case CONTENT, CHANGE_NOT_SET ->
              throw new IllegalArgumentException("an entry without the hash of its content");
        };
    return new LogEntry(
        read(message.getPosition()),
        message.getLoggedAtMs(),
        new RequestId(message.getRequestHigh(), message.getRequestLow()),
        key(message),
        version(message),
        kind);
  }

  private static ContentHash hash(ByteString bytes) {
    if (bytes.size() != HASH_BYTES) {
      throw new IllegalArgumentException(
          "content hash: %d bytes, must be 16".formatted(bytes.size()));
    }
    ByteBuffer in = bytes.asReadOnlyByteBuffer();
    return new ContentHash(in.getLong(), in.getLong());
  }

  static PointKey key(io.vectorcluster.wire.v1.LoggedWrite message) {
    return new PointKey(
        new CollectionNumber(message.getCollection()),
        message.getSlot(),
        PointMessages.read(message.getId()));
  }

  private static Version version(io.vectorcluster.wire.v1.LoggedWrite message) {
    return read(message.getVersion());
  }

  static io.vectorcluster.wire.v1.Version of(Version version) {
    return io.vectorcluster.wire.v1.Version.newBuilder()
        .setTerm(version.term())
        .setClock(version.clock())
        .setNode(version.node())
        .build();
  }

  static Version read(io.vectorcluster.wire.v1.Version version) {
    return new Version(version.getTerm(), version.getClock(), version.getNode());
  }
}
