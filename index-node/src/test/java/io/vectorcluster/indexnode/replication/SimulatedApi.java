package io.vectorcluster.indexnode.replication;

import io.vectorcluster.operator.api.v1alpha1.VectorTopologySpec;
import io.vectorcluster.operator.core.Action;
import io.vectorcluster.operator.core.ObservedRecord;
import io.vectorcluster.operator.core.RecordChange;
import io.vectorcluster.operator.core.RecordCodec;
import io.vectorcluster.operator.core.RecordReading;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Kubernetes API as far as it matters here: one record, written by compare-and-set (T1), which
 * somebody may delete or put an older copy in the place of.
 */
final class SimulatedApi {
  private final VectorTopologySpec memory;
  private final List<Topology> published = new ArrayList<>();
  private Optional<ObservedRecord> record = Optional.empty();
  private long version;
  private long reported;

  SimulatedApi(Topology first, VectorTopologySpec memory) {
    this.memory = memory;
    put(memory, Optional.of(first));
    published.add(first);
  }

  private void put(VectorTopologySpec remembered, Optional<Topology> topology) {
    version++;
    record =
        Optional.of(
            new ObservedRecord(
                Long.toString(version), remembered, topology.map(RecordCodec::encode)));
  }

  Optional<ObservedRecord> record() {
    return record;
  }

  /** What an operator wrote last, whatever became of the record since. */
  Topology read() {
    return published.getLast();
  }

  /** What the record says; empty if it was lost or altered. */
  Optional<Topology> inForce() {
    return record
        .map(ObservedRecord::reading)
        .filter(RecordReading.Intact.class::isInstance)
        .map(reading -> ((RecordReading.Intact) reading).topology());
  }

  /** Whether the record is what an operator wrote last. */
  boolean isIntact() {
    return inForce().filter(written -> written.epoch() == read().epoch()).isPresent();
  }

  boolean compareAndSet(Action.WriteRecord write) {
    if (!record.map(ObservedRecord::resourceVersion).equals(write.expected())) {
      return false;
    }
    overwrite(write);
    return true;
  }

  /** What nobody may do. */
  void overwrite(Action.WriteRecord write) {
    put(write.memory(), write.topology());
    if (write.change() != RecordChange.REBUILDING) {
      published.add(write.topology().orElseThrow());
    }
  }

  void delete() {
    record = Optional.empty();
  }

  /** The content of some writes ago, as from a backup of the API's objects. */
  void setBack(int writes) {
    put(memory, Optional.of(published.get(Math.max(0, published.size() - 1 - writes))));
  }

  /** The epoch that the status tells. */
  long reported() {
    return reported;
  }

  void report(long epoch) {
    reported = Math.max(reported, epoch);
  }

  /** The set of a shard; one without stores if the topology does not have the shard. */
  ReplicaSet set(ShardId shard) {
    return read().shard(shard).map(ShardEntry::replicas).orElse(ReplicaSet.AWAITED);
  }

  boolean isPrimary(SimulatedNode node) {
    return node.store().id().equals(set(node.shard).primary());
  }
}
