package io.vectorcluster.indexnode.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Records that a store keeps the newest of, each with a number that only rises. */
public enum KeptRecord {
  /** By its epoch. */
  TOPOLOGY("topology", "topology: epoch"),
  /** By its version. */
  CATALOG("catalog", "catalog: version"),
  /** The epoch below which no topology is to be adopted any more; the record itself is empty. */
  PROMISE("promise", "promise: epoch");

  private final String name;
  private final String number;

  KeptRecord(String name, String number) {
    this.name = name;
    this.number = number;
  }

  byte[] key() {
    return name.getBytes(US_ASCII);
  }

  /** What its number is, for messages. */
  String number() {
    return number;
  }
}
