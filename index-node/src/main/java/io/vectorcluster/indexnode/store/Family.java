package io.vectorcluster.indexnode.store;

import java.nio.charset.StandardCharsets;

/** The column families. {@code DEFAULT} stays empty: RocksDB insists on it. */
enum Family {
  DEFAULT("default"),
  /** Store id, log position, start of the log, copies of topology and catalog. */
  META("meta"),
  /** Point key to {@link Head}. */
  HEADS("heads"),
  /** Point key to {@link PointContent}, as blob files: compaction does not rewrite vectors. */
  BODIES("bodies"),
  /** Sequence to {@link LogEntry}; never part of a backup (protocol B2). */
  LOG("log"),
  /** Point key and request to {@link LogEntry}: the writes of the last minutes (protocol V4). */
  REQUESTS("requests"),
  /** Tombstones by age, for the floor (protocol V5); no value. */
  TOMBSTONES("tombstones"),
  /** Collection and slot to {@link SlotDigest}. */
  DIGESTS("digests");

  private final String diskName;

  Family(String diskName) {
    this.diskName = diskName;
  }

  byte[] diskName() {
    return diskName.getBytes(StandardCharsets.US_ASCII);
  }
}
