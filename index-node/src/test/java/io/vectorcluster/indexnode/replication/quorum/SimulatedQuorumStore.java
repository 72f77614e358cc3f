package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.store.PointKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the disk of a replica holds: everything here survives a crash, nothing else does. */
final class SimulatedQuorumStore implements QuorumStoreView {
  private final int slots;
  private final Map<PointKey, Stored> records = new HashMap<>();
  private long holds;
  QuorumView view;

  SimulatedQuorumStore(int slots, QuorumView view, boolean first) {
    this.slots = slots;
    this.view = view;
    this.holds = first ? view.epoch() : 0;
  }

  void perform(QuorumEffect.Disk effect) {
    switch (effect) {
      case QuorumEffect.Persist(long _, List<Stored> all) ->
          all.forEach(
              record ->
                  records.merge(
                      record.key(), record, (own, other) -> other.isNewerThan(own) ? other : own));
      case QuorumEffect.MarkHolding(long _, long epoch) -> holds = Math.max(holds, epoch);
    }
  }

  @Override
  public Optional<Stored> newest(PointKey key) {
    return Optional.ofNullable(records.get(key));
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public List<Stored> slot(int slot) {
    return records.values().stream().filter(record -> record.key().slot() == slot).toList();
  }

  @Override
  public long holds() {
    return holds;
  }

  @Override
  public long highestClock() {
    return records.values().stream().mapToLong(record -> record.version().clock()).max().orElse(0);
  }
}
