package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Mutation;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A write as its primary numbered and stamped it, ready to be stored.
 *
 * @param loggedAtMs wall clock of this store when it took the write, milliseconds since 1970: how
 *     old a log entry is does not follow from its version, since imported points are stamped older
 *     than they are (protocol V3)
 * @param request whose write it is: a retry is found by it (V4)
 */
public record LoggedWrite(
    LogPosition position,
    long loggedAtMs,
    RequestId request,
    PointKey key,
    Version version,
    Change change) {
  private static final LogPosition UNNUMBERED = new LogPosition(0, 1);

  /** What a write does to its point. */
  public sealed interface Change {
    /** Sets the whole point. */
    record Upsert(PointContent content) implements Change {}

    /** Leaves a tombstone, whether or not the point was there. */
    record Delete() implements Change {}

    /**
     * Forgets that the point was deleted, if the write's version still is that of its tombstone
     * (protocol V5); nobody has asked for it.
     */
    record Purge() implements Change {}

    /**
     * Takes the record of the write's version away, live or deleted, if it still is that one: the
     * slot moves (protocol S1, S4).
     */
    record Forget() implements Change {}

    /**
     * Changes nothing: the write was done where the slot comes from, and is known from now on (V4).
     */
    record Known() implements Change {}

    /**
     * What the point has become by a later write of the same log: the earlier one's content is no
     * longer kept. Whoever takes this in knows both requests, for it shows what the later one wrote
     * (V4).
     *
     * @param own what this write did
     * @param by the later write
     * @param present what that one did
     */
    record Overtaken(LogEntry.Kind own, LogEntry by, Change present) implements Change {}

    /** Encodes a mutation; see {@link PointContent#of}. */
    static Change of(Mutation mutation) {
      return switch (mutation) {
        case Mutation.Upsert upsert -> new Upsert(PointContent.of(upsert.point()));
        case Mutation.Delete _ -> new Delete();
      };
    }
  }

  /** The entry that takes a tombstone away. */
  public static LoggedWrite purge(
      LogPosition position, long loggedAtMs, PointKey key, Version deleted) {
    return new LoggedWrite(position, loggedAtMs, RequestId.NONE, key, deleted, new Change.Purge());
  }

  /**
   * The entry that takes a record away because its slot moves. Whoever logs it gives it a position
   * and a time, by {@link #moved}.
   */
  public static LoggedWrite forget(PointKey key, Version version) {
    return new LoggedWrite(UNNUMBERED, 0, RequestId.NONE, key, version, new Change.Forget());
  }

  /** The entry that makes a write known where its slot moves to. */
  public static LoggedWrite known(LogEntry retry) {
    return new LoggedWrite(
        retry.position(),
        retry.loggedAtMs(),
        retry.request(),
        retry.key(),
        retry.version(),
        new Change.Known());
  }

  /**
   * What this write does, in the log of the shard that its slot moves to: without its request,
   * which is not known there before the slot is.
   */
  public LoggedWrite moved(LogPosition to, long nowMs) {
    return change instanceof Change.Known
        ? new LoggedWrite(to, loggedAtMs, request, key, version, change)
        : new LoggedWrite(to, nowMs, RequestId.NONE, key, version, change);
  }

  /** The write of an entry that says everything; empty if it only names a record. */
  static Optional<LoggedWrite> itself(LogEntry entry) {
    @Nullable Change change =
        switch (entry.kind()) {
          case LogEntry.Kind.Purge _ -> new Change.Purge();
          case LogEntry.Kind.Forget _ -> new Change.Forget();
          case LogEntry.Kind.Known _ -> new Change.Known();
          case LogEntry.Kind.Upsert _, LogEntry.Kind.Delete _ -> null;
        };
    return change == null
        ? Optional.empty()
        : Optional.of(
            new LoggedWrite(
                entry.position(),
                entry.loggedAtMs(),
                entry.request(),
                entry.key(),
                entry.version(),
                change));
  }

  /** The write whose record is to be stored: this one, or the one that has overtaken it. */
  public LoggedWrite effective() {
    return change instanceof Change.Overtaken(LogEntry.Kind _, LogEntry by, Change present)
        ? new LoggedWrite(by.position(), by.loggedAtMs(), by.request(), key, by.version(), present)
        : this;
  }

  public LoggedWrite {
    if (position.sequence() < 1) {
      throw new IllegalArgumentException("log sequence: the first write has 1, got 0");
    }
  }

  /** Encodes a mutation; see {@link PointContent#of}. */
  public static LoggedWrite of(
      LogPosition position,
      long loggedAtMs,
      RequestId request,
      CollectionNumber collection,
      int slot,
      Version version,
      Mutation mutation) {
    PointKey key = new PointKey(collection, slot, mutation.id());
    return new LoggedWrite(position, loggedAtMs, request, key, version, Change.of(mutation));
  }
}
