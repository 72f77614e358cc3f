package io.vectorcluster.indexnode.store;

/** When the write-ahead log goes to the disk. */
enum WalSync {
  /** The only right one. */
  BEFORE_ACKNOWLEDGING,
  /** A planted bug: the power-cut test has to find it, or it proves nothing. */
  NEVER
}
