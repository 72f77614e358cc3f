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
  /** P3: a new primary makes its in-sync members equal before it serves. */
  EQUAL_BEFORE_SERVING,
  /** P3: what the primary lacks is dropped, not merged. */
  DROP_WHAT_PRIMARY_LACKS,
  /** P3: a replica follows the log of the session it was made equal to, and no other. */
  ONE_SESSION,
  /** P4: a strong read confirms the term in a round begun after it. */
  CONFIRM_TERM,
  /** P4: a strong read waits until what it reads is held by all. */
  READ_COMMITTED,
  /** V2: the clock starts above everything in the store. */
  CLOCK_ABOVE_STORE,
  /** V4: a retry is answered with what was logged. */
  KNOW_RETRIES,
  /** V4: what is known of retries goes along when a replica is made equal. */
  SHIP_RETRIES,
  /** P1: a replica logs without gaps. */
  NO_GAPS,
  /** V5: a tombstone goes when every member holds it, however old it is. */
  PURGE_WHAT_ALL_HOLD,
  /** R2: a repaired slot is the image and the entries of the own log after it. */
  REPAIR_WITH_LATER
}
