package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.topology.Migration;
import io.vectorcluster.topology.PointId;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.SlotCount;
import io.vectorcluster.topology.SlotHash;
import io.vectorcluster.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Slots that were switched to this shard and are not open in this store yet (protocol S2): calls
 * wait for them here, each on its own virtual thread and before it takes anything that is short.
 */
final class ArrivingSlots {
  /** A call waits for so long at most. */
  private static final Duration MOST = Duration.ofSeconds(5);

  /** A topology that ends the waiting is looked for as often. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final ShardGate gate;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** By slot, the epoch of the switch by which it was opened last, as this store shows it. */
  private volatile Map<Integer, Long> opened = Map.of();

  ArrivingSlots(ShardGate gate, InstantSource clock) {
    this.gate = gate;
    this.clock = clock;
  }

  /** Which of the arriving slots a call is about. */
  interface Wanted {
    boolean wants(int slot, SlotCount slots);

    /** The whole shard. */
    static Wanted all() {
      return (_, _) -> true;
    }

    static Wanted of(Collection<PointId> ids) {
      return (slot, slots) -> ids.stream().anyMatch(id -> SlotHash.slot(id, slots) == slot);
    }
  }

  /**
   * Looks what the store shows; costs nothing while nothing arrives. By the replica's thread.
   *
   * @param shown by slot, the epoch of the switch by which it was opened last
   */
  void look(Topology topology, Supplier<Map<Integer, Long>> shown) {
    if (closed(topology, Wanted.all()).isEmpty()) {
      return;
    }
    // A note may be gone before every topology that has the migration is.
    Map<Integer, Long> next = new HashMap<>(opened);
    next.keySet().removeIf(slot -> topology.migrations().of(slot).isEmpty());
    shown.get().forEach((slot, epoch) -> next.merge(slot, epoch, Math::max));
    if (!next.equals(opened)) {
      lock.lock();
      try {
        opened = Map.copyOf(next);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private Optional<Migration> closed(Topology topology, Wanted wanted) {
    if (topology.migrations().isEmpty()
        || !(topology.mode() instanceof ReplicationMode.PrimaryReplica)) {
      return Optional.empty();
    }
    Map<Integer, Long> known = opened;
    return topology.migrations().list().stream()
        .filter(migration -> migration.isSwitched() && migration.target().equals(gate.shard()))
        .filter(migration -> known.getOrDefault(migration.slot(), 0L) < migration.switched())
        .filter(migration -> wanted.wants(migration.slot(), topology.sharding().slots()))
        .findFirst();
  }

  /**
   * Waits until the wanted slots are open, or another topology is the answer.
   *
   * @return the refusal of a call that has waited too long
   */
  <T> Optional<ShardAnswer<T>> await(ShardCall call, Wanted wanted) {
    Instant until = call.deadline().atMost(clock.instant(), MOST).instant();
    while (gate.judge(call) instanceof ShardGate.Passage.Open(Topology topology)) {
      Optional<Migration> closed = closed(topology, wanted);
      if (closed.isEmpty()) {
        return Optional.empty();
      }
      Duration left = Duration.between(clock.instant(), until);
      if (!left.isPositive() || !pause(topology, wanted, left)) {
        return Optional.of(
            new ShardAnswer.Refused<>(
                Outcome.Reason.UNAVAILABLE,
                "slot %d is on its way to shard %s: repeat the request"
                    .formatted(closed.get().slot(), gate.shard())));
      }
    }
    return Optional.empty();
  }

  /** Waits a while; false if the thread is to end. */
  private boolean pause(Topology topology, Wanted wanted, Duration left) {
    long most = Math.min(left.toNanos(), LOOK_EVERY.toNanos());
    lock.lock();
    try {
      while (most > 0 && closed(topology, wanted).isPresent()) {
        most = changed.awaitNanos(most);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
