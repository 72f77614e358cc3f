package io.vectorcluster.indexnode.replication;

/**
 * Rules that tests break on purpose, one at a time, to see that their checks find it. Everything
 * else keeps them all.
 */
enum Rule {
  /** P1: every in-sync member is waited for. */
  WAIT_FOR_ALL,
  /** P1: an acknowledgement tells what is durable, not what was received. */
  ACK_DURABLE,
  /** P2: a joiner is waited for before it is reported. */
  WAIT_BEFORE_REPORT,
  /** P2: the joiners that were reported survive a restart of the primary. */
  REMEMBER_GROWTH,
  /** P2: what was reported of a joiner is void in another epoch. */
  REPORT_ANEW,
  /** P3: a new primary makes its in-sync members equal before it serves. */
  EQUAL_BEFORE_SERVING,
  /** P3: what the primary lacks is dropped, not merged. */
  DROP_WHAT_PRIMARY_LACKS,
  /** P3: a replica follows the log of the session it was made equal to, and no other. */
  ONE_SESSION,
  /** P3: a log that begins anew is counted from its beginning, not from where the former ended. */
  COUNT_FROM_START,
  /** P4: a strong read confirms the term in a round begun after it. */
  CONFIRM_TERM,
  /** P4: a strong read waits until what it reads is held by all. */
  READ_COMMITTED,
  /** P4: that all hold what is read is true when the read is answered, not only when it came. */
  HELD_WHEN_ANSWERED,
  /** V2: the clock starts above everything in the store. */
  CLOCK_ABOVE_STORE,
  /** V4: a retry is answered with what was logged. */
  KNOW_RETRIES,
  /** V4: a retry is acknowledged when its write is, not when it is known to be on the disk. */
  RETRY_WAITS_FOR_ALL,
  /** V4: what is known of retries goes along when a replica is made equal. */
  SHIP_RETRIES,
  /** P1: a replica logs without gaps. */
  NO_GAPS,
  /** R2: a slot repaired at the primary keeps what was on its way when the image was asked for. */
  REPAIR_WITH_UNCOMMITTED,
  /** V5: a tombstone goes when every member holds it, however old it is. */
  PURGE_WHAT_ALL_HOLD,
  /** R2: a repaired slot is the image and the entries of the own log after it. */
  REPAIR_WITH_LATER,
  /** S1: the target opens a slot when it has the source's seal. */
  OPEN_AFTER_SEAL,
  /** S1: a read that waited while its slot moved away is not answered. */
  READ_WHERE_OPEN,
  /** S2: on the way back the other one seals too. */
  RETURN_WITH_SEAL,
  /** S2: on the way back what counts is what was opened last. */
  LAST_OPENED_COUNTS,
  /** S3: a copied record counts when the target's in-sync members hold it. */
  COUNT_WHAT_ALL_HOLD,
  /** S1: what the source lacks is dropped at the target, an earlier copy of the slot too. */
  DROP_WHAT_THE_SOURCE_LACKS,
  /** S4: a slot is erased when the adopted topology has no part for this shard in it. */
  ERASE_WHEN_UNINVOLVED,
  /** V4: what is known of retries moves with a slot. */
  MOVE_RETRIES
}
