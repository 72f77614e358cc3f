package io.vectorcluster.operator.core;

import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.StoreId;
import java.util.Optional;

/**
 * As much of a node's state as may call for a reconciliation at once.
 *
 * @param topologyEpoch of its copy; 0 without one
 * @param promised the epoch below which it adopts nothing
 * @param members its word about its shard's members
 * @param divergence of its store from what it should hold
 */
public record Sighting(
    StoreId store,
    long topologyEpoch,
    long promised,
    boolean ready,
    Optional<MemberReport> members,
    Divergence divergence) {

  /** Without how far it has come: that changes with every write. */
  Sighting still() {
    return new Sighting(
        store,
        topologyEpoch,
        promised,
        ready,
        members.map(
            word ->
                new MemberReport(
                    word.store(),
                    word.epoch(),
                    word.serving(),
                    word.silent(),
                    word.lost(),
                    word.ready(),
                    word.primarySilent(),
                    0,
                    word.migrations())),
        divergence);
  }
}
