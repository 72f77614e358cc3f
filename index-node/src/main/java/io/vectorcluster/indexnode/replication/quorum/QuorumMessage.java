package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.store.PointKey;
import java.util.List;
import java.util.Optional;

/**
 * What coordinators and replicas say to each other. Any message may be lost, doubled, delayed or
 * overtaken.
 */
public sealed interface QuorumMessage {

  /** The set it belongs to; nobody takes part in another than its own (T2). */
  long epoch();

  /** Names an operation of a coordinator's process. */
  record OperationId(long incarnation, long number) {}

  /** Asks for the newest record of a point. */
  record Ask(long epoch, OperationId id, PointKey key) implements QuorumMessage {}

  record Told(long epoch, OperationId id, Optional<Stored> newest) implements QuorumMessage {}

  record Store(long epoch, OperationId id, Stored record) implements QuorumMessage {}

  /** The record, or a newer one, is on the disk. */
  record Kept(long epoch, OperationId id) implements QuorumMessage {}

  /**
   * From a replica of a new set to one of the former: asks for a slot.
   *
   * @param epoch of the new set
   */
  record Pull(long epoch, int slot) implements QuorumMessage {}

  /**
   * Everything a sealed replica has of a slot.
   *
   * @param last whether it was the last of the slots
   */
  record Pulled(long epoch, int slot, boolean last, List<Stored> records)
      implements QuorumMessage {}
}
