package io.vectorcluster.indexnode.store;

import java.nio.charset.StandardCharsets;

/** What a replica has to remember; the store does not look into it. */
public enum ReplicaNote {
  /** Whose log this store follows; gone when the log begins anew. */
  FOLLOWS("follows"),
  /** Joiners that were reported (protocol P2). */
  GROWTH("growth");

  private final String name;

  ReplicaNote(String name) {
    this.name = name;
  }

  byte[] diskName() {
    return name.getBytes(StandardCharsets.US_ASCII);
  }
}
