package io.vectorcluster.indexnode.store;

import java.nio.charset.StandardCharsets;

/** What a replica has to remember; the store does not look into it. */
public enum ReplicaNote {
  /** Whose log this store follows; gone when the log begins anew. */
  FOLLOWS("follows"),
  /** Joiners that were reported (protocol P2). */
  GROWTH("growth"),
  /** For which voters this store holds everything (protocol Q2). */
  HOLDS("holds"),
  /** What is held of others' logs, in the mode MultiPrimary (protocol M1). */
  SHIPPED("shipped"),
  /** Processes that wrote to this store, in the mode MultiPrimary. */
  WRITERS("writers");

  private final String name;

  ReplicaNote(String name) {
    this.name = name;
  }

  byte[] diskName() {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
