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
 * What the one thread does that changes a replica's points in a mode without a primary. As in
 * {@link ReplicaLoop}, messages go out before the disk is waited for.
 */
final class PointsLoop implements ReplicaThread.Rounds, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PointsLoop.class);

  private final Admission admission;
  private final PointsRole role;
  private final ReplicaThread thread;
  private final Set<Integer> damaged = new HashSet<>();
  private @Nullable Topology topology;
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
    this.admission = admission;
    this.role = role;
    this.thread = new ReplicaThread("points", queue, PointsDisk.MAX_GROUP, clock, this, onFailure);
    this.thread.start();
  }

  /** Empty before the first topology, and after the end. */
  Optional<PointsRole.Standing> standing() {
    return Optional.ofNullable(standing);
  }

  long roundMs() {
    return thread.roundMs();
  }

  /** Slots of this store that are known to be damaged. */
  int badSlots() {
    return badSlots;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public boolean work() {
    return role.work(thread.nowMs());
  }

  @Override
  public void tick() {
    role.tick(thread.nowMs());
  }

  @Override
  public void publish() {
    standing = topology == null ? null : role.standing();
  }

  @Override
  public void end(String why) {
    standing = null;
    role.abandon(why);
  }

  @Override
  public int take(ReplicaCommand command) {
    switch (command) {
      case ReplicaCommand.Write write -> {
        if (!isRefused(write)) {
          admission
              .admit(write, topology, () -> 0)
              .ifPresent(
                  admitted ->
                      role.write(admitted, write.repeated(), write.answer(), thread.nowMs()));
        }
        return write.changes().size();
      }
      case ReplicaCommand.ReadNewest read -> {
        if (!isRefused(read) && admission.admits(read, topology)) {
          role.read(read.keys(), read.answer(), thread.nowMs());
        }
        return read.keys().size();
      }
      case ReplicaCommand.HeardPoints(StoreId from, var messages, Runnable handled) -> {
        messages.forEach(message -> hear(from, message));
        handled.run();
        return messages.size();
      }
      case ReplicaCommand.Adopt(Topology next) -> {
        thread.settle();
        topology = next;
        role.adopt(next, thread.nowMs());
        standing = role.standing();
        return 1;
      }
      case ReplicaCommand.Between(Runnable work) -> {
        thread.settle();
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
      role.hear(from, message, thread.nowMs());
    } catch (StoreDamagedException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log("a damaged record was not shown");
    }
  }

  /** Takes no more calls, does those that wait and ends the thread. */
  @Override
  public void close() {
    thread.close();
  }
}
