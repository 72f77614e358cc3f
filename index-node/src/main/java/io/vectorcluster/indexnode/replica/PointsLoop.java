package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.store.StoreDamagedException;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes a replica's points in a mode without a primary. As in {@link
 * ReplicaLoop}, what waits when it comes round is taken together, and messages go out before the
 * disk is waited for.
 */
final class PointsLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PointsLoop.class);
  private static final long TICK_MS = 100;

  private final ReplicaQueue queue;
  private final Admission admission;
  private final PointsRole role;
  private final InstantSource clock;
  private final Thread thread;
  private final Set<Integer> damaged = new HashSet<>();
  private @Nullable Topology topology;
  private long nowMs;
  private long nextTickMs;
  private volatile boolean closing;
  private volatile long roundMs;
  private volatile int badSlots;
  private volatile PointsRole.@Nullable Standing standing;

  /**
   * @param onFailure told once, when the replica can no longer write: the process should end
   */
  PointsLoop(
      ReplicaQueue queue,
      Admission admission,
      PointsRole role,
      InstantSource clock,
      Runnable onFailure) {
    this.queue = queue;
    this.admission = admission;
    this.role = role;
    this.clock = clock;
    this.roundMs = clock.millis();
    this.thread = Thread.ofPlatform().name("points").unstarted(() -> run(onFailure));
    this.thread.start();
  }

  /** Empty before the first topology, and after the end. */
  Optional<PointsRole.Standing> standing() {
    return Optional.ofNullable(standing);
  }

  long roundMs() {
    return roundMs;
  }

  /** Slots of this store that are known to be damaged. */
  int badSlots() {
    return badSlots;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void run(Runnable onFailure) {
    try {
      while (!closing || !queue.isEmpty()) {
        @Nullable ReplicaCommand next = queue.poll(TICK_MS);
        now();
        int room = PointsDisk.MAX_GROUP;
        while (next != null) {
          room -= take(next);
          next = queue.pollIfWithin(room);
        }
        settle();
        if (nowMs >= nextTickMs) {
          nextTickMs = nowMs + TICK_MS;
          role.tick(nowMs);
          settle();
        }
        roundMs = nowMs;
        standing = topology == null ? null : role.standing();
      }
      end("this node is shutting down");
    } catch (InterruptedException e) {
      LOG.warn("the thread of the points was interrupted: no more writes are taken");
      end("this replica can no longer write: see its log");
    } catch (RuntimeException | Error e) {
      LOG.error("this replica can no longer write", e);
      end("this replica can no longer write: see its log");
      onFailure.run();
    }
  }

  private void end(String why) {
    standing = null;
    queue.close(why);
    role.abandon("the shard failed or stopped: the write may or may not be stored");
    queue.drain();
  }

  /** The wall clock, which never falls here. */
  private void now() {
    nowMs = Math.max(nowMs, clock.millis());
  }

  private void settle() {
    while (role.work(nowMs)) {
      now();
      roundMs = nowMs;
    }
  }

  /** Takes a command, and tells how many changes it brings. */
  private int take(ReplicaCommand command) {
    switch (command) {
      case ReplicaCommand.Write write -> {
        if (!isRefused(write)) {
          admission
              .admit(write, topology, () -> 0)
              .ifPresent(admitted -> role.write(admitted, write.repeated(), write.answer(), nowMs));
        }
        return write.changes().size();
      }
      case ReplicaCommand.ReadNewest read -> {
        if (!isRefused(read) && admission.admits(read, topology)) {
          role.read(read.keys(), read.answer(), nowMs);
        }
        return read.keys().size();
      }
      case ReplicaCommand.HeardPoints(StoreId from, var messages, Runnable handled) -> {
        messages.forEach(message -> hear(from, message));
        handled.run();
        return messages.size();
      }
      case ReplicaCommand.Adopt(Topology next) -> {
        settle();
        topology = next;
        role.adopt(next, nowMs);
        standing = role.standing();
        return 1;
      }
      case ReplicaCommand.Between(Runnable work) -> {
        settle();
        work.run();
        return 1;
      }
      case ReplicaCommand.SlotFailed(int slot) -> {
        damaged.add(slot);
        badSlots = damaged.size();
        return 1;
      }
      case ReplicaCommand.WriteOwn write -> {
        write.answer().complete(new ShardAnswer.Unreachable<>("points only"));
        return 1;
      }
      case ReplicaCommand.Confirm confirm -> {
        confirm.answer().complete(new ShardAnswer.Unreachable<>("this shard has no primary"));
        return 1;
      }
      case ReplicaCommand.Heard heard -> {
        heard.handled().run();
        return 1;
      }
    }
  }

  private <T> boolean isRefused(ReplicaCommand.Call<T> call) {
    Optional<String> why = topology == null ? Optional.empty() : role.refuses();
    why.ifPresent(
        message ->
            call.answer().complete(new ShardAnswer.Refused<>(Outcome.Reason.UNAVAILABLE, message)));
    return why.isPresent();
  }

  /** A record that is damaged here is shown to nobody (protocol R2): there is no answer. */
  private void hear(StoreId from, PointsMessage message) {
    try {
      role.hear(from, message, nowMs);
    } catch (StoreDamagedException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("a damaged record was not shown");
    }
  }

  /** Takes no more calls, does those that wait and ends the thread. */
  @Override
  public void close() {
    queue.close("this node is shutting down");
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
