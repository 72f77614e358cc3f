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

  /** To a member that is equal: these slots are not, at one position. */
  record SlotsDiffer(long epoch, HelloId id, List<Integer> slots) implements Message {}
}
