package io.vectorcluster.indexnode.replication.quorum;

import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.topology.StoreId;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of a shard in the mode Quorum, replica and coordinator: what it does at each event.
 * Confined to one thread; the same events at the same times have the same effects.
 */
public final class QuorumNode {
  private final StoreId self;
  private final QuorumReplica replica;
  private final QuorumCoordinator coordinator;
  private QuorumView view;

  /**
   * @param incarnation drawn at the start of the process
   * @param view of the topology that is on its disk
   */
  public QuorumNode(
      StoreId self, long incarnation, QuorumStoreView store, QuorumTiming timing, QuorumView view) {
    this(self, incarnation, store, timing, QuorumRule.Kept.ALL, view);
  }

  QuorumNode(
      StoreId self,
      long incarnation,
      QuorumStoreView store,
      QuorumTiming timing,
      QuorumRule.Kept rules,
      QuorumView view) {
    this.self = self;
    this.view = view;
    this.replica = new QuorumReplica(store, rules, view);
    this.coordinator =
        new QuorumCoordinator(incarnation, store.highestClock(), timing, rules, view);
  }

  /** Whether this replica holds what the sets before its own may have acknowledged. */
  public boolean holds() {
    return replica.holds();
  }

  /** How many operations it coordinates just now. */
  public int running() {
    return coordinator.running();
  }

  /** Whether this process has taken a request's change of a point before (V4). */
  public boolean knows(RequestId request, PointKey key) {
    return coordinator.knows(request, key);
  }

  /**
   * Takes an event.
   *
   * @param nowMs never falls while the process lives
   */
  public List<QuorumEffect> step(QuorumEvent event, long nowMs) {
    List<QuorumEffect> effects = new ArrayList<>();
    switch (event) {
      case QuorumEvent.Adopted(QuorumView newer) -> {
        if (newer.epoch() > view.epoch()) {
          view = newer;
          replica.adopt(newer);
          coordinator.adopt(newer, nowMs, effects);
        }
      }
      case QuorumEvent.Received(StoreId from, QuorumMessage message) -> {
        replica.receive(self, from, message, effects);
        coordinator.receive(from, message, nowMs, effects);
      }
      case QuorumEvent.Persisted(long number) -> replica.persisted(number, effects);
      case QuorumEvent.Write write -> coordinator.write(write, nowMs, effects);
      case QuorumEvent.StrongRead read -> coordinator.read(read, nowMs, effects);
      case QuorumEvent.Tick _ -> {
        replica.tick(self, effects);
        coordinator.tick(nowMs, effects);
      }
    }
    return effects;
  }
}
