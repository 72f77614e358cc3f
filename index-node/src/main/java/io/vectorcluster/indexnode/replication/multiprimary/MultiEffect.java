package io.vectorcluster.indexnode.replication.multiprimary;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.indexnode.replication.quorum.Stored;
import io.vectorcluster.topology.StoreId;
import java.util.List;
import java.util.Optional;

/** What a replica wants done. Effects on the disk are carried out in their order. */
public sealed interface MultiEffect {

  record Send(StoreId to, MultiMessage message) implements MultiEffect {}

  record Written(long call, Version version) implements MultiEffect {}

  /** What changes the disk; reported by its number when it is durable. */
  sealed interface Disk extends MultiEffect {
    long number();
  }

  /**
   * Logs a write of its own and applies it.
   *
   * @param over the version it replaces here
   */
  record Log(long number, Stored record, Optional<Version> over) implements Disk {}

  /**
   * Of each point the newer record stays; a write at or below the floor is refused (V5).
   *
   * @param after the sequence of the origin's log before the first
   * @param have up to which of its sequences its log is held then
   * @param promise of the origin
   */
  record Merge(
      long number, StoreId origin, long after, List<Shipment> entries, long have, long promise)
      implements Disk {}

  /** As a merge; a live record below the floor is taken, a tombstone there is not. */
  record Repair(long number, Stored record) implements Disk {}

  /** No later stamp will be at or below it, also after a restart. */
  record Promise(long number, long stamp) implements Disk {}

  /** Tombstones at or below the floor go. */
  record Purge(long number, long floor) implements Disk {}
}
