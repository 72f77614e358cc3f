package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.topology.StoreId;
import java.util.List;
import java.util.Set;

/**
 * What a replica wants done. Effects on the disk are carried out in their order, each whole or not
 * at all, and are reported back when they are durable.
 */
public sealed interface Effect {

  record Send(StoreId to, Message message) implements Effect {}

  /** What changes the disk. */
  sealed interface Disk extends Effect {}

  /**
   * Logs entries and applies them, then {@link Event.Persisted}. The newest version of a point
   * wins.
   *
   * @param overwritten slots in which the entry wins whatever its version: what they held before is
   *     about to be replaced
   */
  record Persist(List<LoggedWrite> entries, Set<Integer> overwritten) implements Disk {}

  /**
   * Empties the log, to begin after a position; the store is equal to nobody from here on. Then
   * {@link Event.LogBegun}. What is known of retries stays.
   */
  record BeginLog(LogPosition after) implements Disk {}

  /**
   * Makes a slot equal to an image, records and what is known of retries; then {@link
   * Event.SlotReplaced}.
   *
   * @param later entries of the log that the image does not include yet: each wins over it
   */
  record ReplaceSlot(
      HelloId id,
      int slot,
      List<LoggedWrite> records,
      List<LogEntry> retries,
      List<LoggedWrite> later)
      implements Disk {}

  /**
   * Writes a bad slot anew, as {@link ReplaceSlot} does, whatever is there; then {@link
   * Event.SlotRepaired}.
   */
  record RepairSlot(
      int slot, List<LoggedWrite> records, List<LogEntry> retries, List<LoggedWrite> later)
      implements Disk {}

  /** Remembers the session this store is equal to; then {@link Event.MarkedEqual}. */
  record MarkEqual(Session session) implements Disk {}

  /** Then {@link Event.GrowthPersisted}. */
  record PersistGrowth(Growth growth) implements Disk {}

  /** The sender of a message knows a newer topology: it is to be fetched and adopted. */
  record FetchTopology(StoreId from) implements Effect {}

  /** The sender of a message knows an older topology. */
  record OfferTopology(StoreId to) implements Effect {}

  /** Ends a call. */
  record Answer(long call, Result result) implements Effect {}

  /** How a call ends. */
  sealed interface Result {
    /**
     * The changes are acknowledged.
     *
     * @param versions they were given, in their order
     * @param sequence of the last of them
     */
    record Written(List<Version> versions, long sequence) implements Result {}

    /** The record may be read from the store now. */
    record MayRead() implements Result {}

    /** Nothing was changed: another topology, or a replica that does not serve. */
    record Refused(String why) implements Result {}

    /** The write may take effect or not. */
    record Unknown(String why) implements Result {}
  }
}
