package io.vectorcluster.indexnode.replication;

/** Mistakes of what surrounds the step functions: disk, process, client. */
enum ShellFlaw {
  NONE,
  /** The disk says that entries are durable before they are. */
  SAYS_DURABLE_TOO_EARLY,
  /** A log that begins anew leaves the mark that the store is equal to a session. */
  KEEPS_THE_SESSION,
  /** A topology is acted upon but not kept: a restart falls back behind it (P3). */
  FORGETS_THE_TOPOLOGY,
  /** An empty disk comes back under the identity of the one before (T3). */
  KEEPS_THE_STORE_ID,
  /** Digests are taken of ids, not of versions and contents (R2). */
  DIGESTS_WITHOUT_VERSIONS,
  /** A slot is shown to others whatever its hashes say (R2). */
  SHOWS_DAMAGED_SLOTS,
  /** A store forgets deletes by their age, and not by the log (V5). */
  PURGES_BY_AGE_ALONE,
  /** A purge takes the point away, whatever was written to it since (V5). */
  PURGES_WHAT_WAS_WRITTEN_SINCE,
  /** A log that was trimmed goes on with what it has left. */
  LEAVES_OUT_TRIMMED_ENTRIES,
  /** A coordinator tries again under a new request id (V4). */
  RETRIES_AS_A_NEW_REQUEST,
  /** A coordinator answers a strong read from any replica. */
  READS_ANYWHERE
}
