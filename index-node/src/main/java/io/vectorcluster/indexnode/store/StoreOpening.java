package io.vectorcluster.indexnode.store;

/** What came of opening a store. */
public sealed interface StoreOpening {
  /**
   * It is open.
   *
   * @param formatted whether it was made just now: it has a new store id and holds nothing
   */
  record Opened(ShardStore store, boolean formatted) implements StoreOpening {}

  /** It is not opened and nothing was changed; {@code message} names the remedy. */
  record Refused(Reason reason, String message) implements StoreOpening {}

  /** Why a store is not opened. */
  enum Reason {
    /** Another release wrote it in another format. */
    OTHER_FORMAT,
    /** A process holds it. */
    IN_USE,
    /** It is not whole. */
    DAMAGED,
    /** The directory cannot be read or written. */
    NO_ACCESS
  }
}
