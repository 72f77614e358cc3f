package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.core.Version;
import io.vectorcluster.topology.StoreId;
import java.util.List;
import java.util.Optional;

/** What a node wants done. Effects on the disk are carried out in their order. */
public sealed interface QuorumEffect {

  record Send(StoreId to, QuorumMessage message) implements QuorumEffect {}

  /** What changes the disk; reported by its number when it is durable. */
  sealed interface Disk extends QuorumEffect {
    long number();
  }

  /** Of each point the newer record stays. */
  record Persist(long number, List<Stored> records) implements Disk {}

  /** This store holds what every earlier set may have acknowledged. */
  record MarkHolding(long number, long epoch) implements Disk {}

  record Written(long call, Version version) implements QuorumEffect {}

  record Found(long call, Optional<Stored> record) implements QuorumEffect {}

  /** The operation may have taken effect, or still does. */
  record Unknown(long call) implements QuorumEffect {}
}
