package io.vectorcluster.indexnode.cluster;

import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.topology.Assignment;
import io.vectorcluster.topology.ClusterId;
import io.vectorcluster.topology.Member;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.Sharding;
import io.vectorcluster.topology.SlotTerms;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.wire.TopologyMapping;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The topology a node has adopted: on disk before anybody sees it, replaced by newer ones only. A
 * node starts with the one it kept, whether the operator is there or not.
 */
public final class TopologyHolder implements TopologySource {
  /** A standalone node has no internal port, but a member of a topology must name one. */
  private static final int UNUSED_PORT = 7433;

  private final RecordLog log;
  private final RecordLog promises;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Consumer<Topology>> listeners = new ArrayList<>();
  private volatile @Nullable Topology current;
  private volatile long promised;

  /**
   * Begins with what the logs hold.
   *
   * @param log of the topology, by its epoch
   * @param promises of the epochs below which nothing is to be adopted
   * @throws IllegalArgumentException if that is damaged: the node must not go on without knowing
   *     which topology it has answered for
   */
  public TopologyHolder(RecordLog log, RecordLog promises) {
    this(log, promises, log.load().map(TopologyMapping::fromBytes).orElse(null));
  }

  private TopologyHolder(RecordLog log, RecordLog promises, @Nullable Topology current) {
    this.log = log;
    this.promises = promises;
    this.current = current;
    this.promised = promises.load().map(TopologyHolder::epoch).orElse(0L);
  }

  /** Of a node by itself: shard 0, held by its own store, owns every slot. */
  public static TopologyHolder standalone(StoreId store) {
    ReplicaSet itself = ReplicaSet.single(new Member(store, "localhost", UNUSED_PORT));
    int slots = Sharding.DEFAULT.slots().count();
    // A cluster of one is named after its store and never changes: nothing has to be kept.
    return new TopologyHolder(
        RecordLog.NONE,
        RecordLog.NONE,
        new Topology(
            new ClusterId(store.value()),
            1,
            Sharding.DEFAULT,
            List.of(ShardEntry.first(ReplicationMode.DEFAULT, ShardId.CATALOG, 1, itself)),
            Assignment.single(slots, ShardId.CATALOG),
            SlotTerms.all(slots, 1)));
  }

  @Override
  public Optional<Topology> current() {
    return Optional.ofNullable(current);
  }

  /** Tells the present topology at once and every newer one before it is answered for. */
  public void listen(Consumer<Topology> told) {
    lock.lock();
    try {
      listeners.add(told);
      current().ifPresent(told);
    } finally {
      lock.unlock();
    }
  }

  /** The epoch below which nothing is adopted any more; 0 without a promise. */
  public long promised() {
    return promised;
  }

  /**
   * Promises, durably, to adopt nothing below an epoch (protocol T1): whoever rebuilds a lost
   * record must not be overtaken by one that is still on its way. Without a topology nothing is
   * promised: a store that has none has acknowledged nothing.
   *
   * @return what is promised now
   * @throws RuntimeException if it could not be made durable; it is not promised then
   */
  public long promise(long epoch) {
    lock.lock();
    try {
      if (current != null && epoch > promised) {
        promises.save(ByteBuffer.allocate(Long.BYTES).putLong(epoch).array(), epoch);
        promised = epoch;
      }
      return promised;
    } finally {
      lock.unlock();
    }
  }

  private static long epoch(byte[] promise) {
    if (promise.length != Long.BYTES) {
      throw new IllegalArgumentException(
          "the promise about topologies has %d bytes".formatted(promise.length));
    }
    return ByteBuffer.wrap(promise).getLong();
  }

  /**
   * Takes a newer topology, after it is durable.
   *
   * @throws RuntimeException if it could not be made durable; the present one stays
   */
  public Adoption adopt(Topology offered) {
    lock.lock();
    try {
      @Nullable Topology own = current;
      if (own != null) {
        switch (offered.comparedTo(own)) {
          case SAME -> {
            return new Adoption.Same(own);
          }
          case OLDER -> {
            return new Adoption.Older(own);
          }
          case CONFLICTING -> {
            return new Adoption.Conflicting(own);
          }
          case NEWER -> {
            if (offered.epoch() < promised) {
              return new Adoption.Older(own);
            }
          }
        }
      }
      log.save(TopologyMapping.toBytes(offered), offered.epoch());
      listeners.forEach(listener -> listener.accept(offered));
      current = offered;
      changed.signalAll();
      return new Adoption.Adopted(offered);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a topology above an epoch is adopted, or the time is over. */
  void awaitAbove(long epoch, Duration most) {
    long left = most.toNanos();
    lock.lock();
    try {
      while (left > 0 && current().map(Topology::epoch).orElse(0L) <= epoch) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
