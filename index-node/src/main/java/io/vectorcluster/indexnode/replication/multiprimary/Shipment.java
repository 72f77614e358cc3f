package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import java.util.Optional;

/**
 * An entry of a replica's log: a write it stamped.
 *
 * @param sequence in that log
 * @param over the version it replaced there; where it replaces another, two writers did not know of
 *     each other
 */
public record Shipment(long sequence, Stored record, Optional<Version> over) {

  /**
   * Whether the writer did not know of what another replica has: one of the two is lost.
   *
   * @param own the version there
   */
  public boolean conflictsWith(Optional<Version> own) {
    return own.filter(there -> !there.equals(record.version()))
        .filter(there -> over.isEmpty() || there.compareTo(over.get()) > 0)
        .isPresent();
  }
}
