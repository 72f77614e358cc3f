package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.ContentHash;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;

/**
 * A line of the operation log. It names the record rather than carrying it: a reader takes the
 * point's present record, which is this one or a newer one.
 */
public record LogEntry(
    LogPosition position,
    long loggedAtMs,
    RequestId request,
    PointKey key,
    Version version,
    Kind kind) {

  /** What was logged. */
  public sealed interface Kind {
    record Upsert(ContentHash hash) implements Kind {}

    record Delete() implements Kind {}

    /** The tombstone of the entry's version went (protocol V5). */
    record Purge() implements Kind {}

    /** The record of the entry's version went with its slot (protocol S1, S4). */
    record Forget() implements Kind {}

    /** Written where the slot was before (protocol V4). */
    record Known() implements Kind {}
  }

  /** The line of a write. */
  public static LogEntry of(LoggedWrite write) {
    Kind kind =
        switch (write.change()) {
          case LoggedWrite.Change.Upsert(PointContent content) -> new Kind.Upsert(content.hash());
          case LoggedWrite.Change.Delete _ -> new Kind.Delete();
          case LoggedWrite.Change.Purge _ -> new Kind.Purge();
          case LoggedWrite.Change.Forget _ -> new Kind.Forget();
          case LoggedWrite.Change.Known _ -> new Kind.Known();
          case LoggedWrite.Change.Overtaken overtaken -> overtaken.own();
        };
    return new LogEntry(
        write.position(), write.loggedAtMs(), write.request(), write.key(), write.version(), kind);
  }

  /** Whether a record of this version is what was logged. */
  boolean wrote(Head head) {
    return switch (kind) {
      case Kind.Upsert(ContentHash hash) ->
          head instanceof Head.Live live && live.hash().equals(hash);
      case Kind.Delete _ -> head instanceof Head.Tombstone;
      case Kind.Purge _, Kind.Forget _, Kind.Known _ -> false;
    };
  }
}
