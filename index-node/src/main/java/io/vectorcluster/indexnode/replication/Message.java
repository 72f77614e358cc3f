package io.vectorcluster.indexnode.replication;

import io.vectorcluster.indexnode.store.LogEntry;
import io.vectorcluster.indexnode.store.LogPosition;
import io.vectorcluster.indexnode.store.LoggedWrite;
import java.util.List;
import java.util.Optional;

/**
 * What replicas of a shard say to each other. Any message may be lost, doubled, delayed or
 * overtaken by another.
 */
public sealed interface Message {

  /** The sender's epoch of the shard; the receiver takes messages of its own epoch only (T2). */
  long epoch();

  /** From a primary to a member that does not follow it, whatever that member believes. */
  record Invitation(long epoch) implements Message {}

  /**
   * From a replica: asks to follow.
   *
   * @param follows the session it was made equal to last; empty if it is equal to nobody
   * @param last the last position that is durable
   * @param digests one a slot
   */
  record Hello(
      long epoch, HelloId id, Optional<Session> follows, LogPosition last, List<Long> digests)
      implements Message {}

  /** To a replica that has followed this session before: entries come from after its last. */
  record Resume(long epoch, HelloId id, Session session) implements Message {}

  /**
   * To a replica that is to be made equal: its log begins anew after {@code start}, and it is to
   * ask for the slots that differ.
   */
  record MakeEqual(long epoch, HelloId id, Session session, LogPosition start, List<Integer> slots)
      implements Message {}

  /** Asks for a slot: a replica its primary, or a primary with a bad slot a member. */
  record SlotWanted(long epoch, HelloId id, int slot) implements Message {}

  /**
   * All records of a slot, tombstones included.
   *
   * @param at the position they include everything up to
   * @param retries the slot's writes of the last minutes, so that a retry is known as one (V4)
   */
  record SlotImage(
      long epoch,
      HelloId id,
      int slot,
      LogPosition at,
      List<LoggedWrite> records,
      List<LogEntry> retries)
      implements Message {}

  /**
   * Entries of the log; none to say that the primary lives.
   *
   * @param id of the hello that the receiver follows by, as the primary knows it
   * @param before the position before the first entry
   */
  record Append(
      long epoch, HelloId id, Session session, LogPosition before, List<LoggedWrite> entries)
      implements Message {}

  /**
   * From a replica: what is durable.
   *
   * @param id of the hello that it follows by
   * @param equal whether it has been made equal: only then it counts
   */
  record Ack(long epoch, HelloId id, Session session, LogPosition durable, boolean equal)
      implements Message {}

  /** Says that the sender's process lives, though its disk may keep it busy. */
  record Alive(long epoch) implements Message {}

  /** Asks whether the sender still is the primary (P4). */
  record Confirm(long epoch, Session session, long round) implements Message {}

  record Confirmed(long epoch, Session session, long round) implements Message {}

  /** To a member that is equal: asks for the sums of its slots (R2). */
  record SumsWanted(long epoch, HelloId id) implements Message {}

  /**
   * One sum a slot.
   *
   * @param at the position they are of
   */
  record Sums(long epoch, HelloId id, LogPosition at, List<Long> digests) implements Message {}

  /**
   * Between the primaries of two shards, about a slot that moves from one to the other (S1). Not
   * the shard's epoch counts but the migration: the same slot, copied since the same epoch.
   */
  sealed interface OfMove extends Message {
    int slot();

    long since();
  }

  /**
   * From the primary of the target: asks for a part of what the slot holds and gets, which says
   * that it has all parts before.
   *
   * @param epoch of the sender's whole topology
   * @param switched as the sender knows it; 0 while the slot is copied
   * @param number of the part, from 0 on
   * @param digest of what the sender has of the slot, in the request for the first part
   */
  record FeedWanted(
      long epoch, int slot, long since, long switched, FeedId id, long number, long digest)
      implements OfMove {}

  /**
   * To the primary of the target.
   *
   * @param epoch of the sender's whole topology
   * @param session of the sender: another one begins with a first part again
   * @param opened the epoch at which the sender's shard last opened the slot; 0 if it never did
   *     since the slot was first copied
   * @param last whether there was nothing more when the part was made
   */
  record FeedPart(
      long epoch,
      int slot,
      long since,
      FeedId id,
      Session session,
      long opened,
      long number,
      Content content,
      boolean last,
      Optional<Seal> seal)
      implements OfMove {}

  /** What a part brings. */
  sealed interface Content {
    /** The first part: the receiver has what the sender has. */
    record Same() implements Content {}

    /**
     * The first parts: what the slot holds.
     *
     * @param whole whether these were the last of them
     */
    record Records(List<LoggedWrite> records, boolean whole) implements Content {}

    /** A later part: what the source has logged since, in its order. */
    record Entries(List<LoggedWrite> entries) implements Content {}

    /**
     * The last parts, when nothing more is logged: the slot's writes of the last minutes (V4). Not
     * before: what the source has logged may be lost with its primary, and its request was then
     * never answered.
     */
    record Known(List<LogEntry> retries) implements Content {}

    /** The feed has ended: it is to be asked for anew. */
    record Lost() implements Content {}
  }

  /**
   * The source's word that nothing comes any more: its in-sync members refuse the slot in every
   * epoch.
   *
   * @param switched the epoch of the switch that it is for
   * @param digest of the slot's content
   */
  record Seal(long switched, long digest) {}

  /** To a member that is equal: these slots are not, at one position. */
  record SlotsDiffer(long epoch, HelloId id, List<Integer> slots) implements Message {}
}
