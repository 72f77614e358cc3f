package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.replication.Effect;
import io.vectorcluster.indexnode.replication.Event;
import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.PrimaryReplica;
import io.vectorcluster.indexnode.replication.ReplicaLinks;
import io.vectorcluster.indexnode.replication.ShardView;
import io.vectorcluster.indexnode.replication.Timing;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a replica. What waits when it comes round is taken together: the more callers,
 * the more writes share a commit. Messages go out before the disk is waited for.
 */
final class ReplicaLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaLoop.class);
  private static final long TICK_MS = 100;

  /**
   * What a replica is, apart from its topology.
   *
   * @param incarnation drawn when the process started (protocol V2)
   */
  record Identity(ShardId shard, StoreId store, long incarnation) {}

  /**
   * What others may know of the replica; a little old.
   *
   * @param heardAtMs when it last heard of its primary
   * @param badSlots of its store, waiting for repair
   */
  record Standing(MemberReport report, long heardAtMs, int badSlots) {}

  private final Identity identity;
  private final ReplicaQueue queue;
  private final Admission admission;
  private final ReplicaDisk disk;
  private final ReplicaCalls calls = new ReplicaCalls();
  private final ReplicaLinks links;
  private final Supplier<Durability> durability;
  private final InstantSource clock;
  private final Runnable onServing;
  private final Thread thread;
  private @Nullable PrimaryReplica replica;
  private @Nullable Topology topology;
  private @Nullable Durability configured;
  private long nowMs;
  private long nextTickMs;
  private volatile boolean closing;
  private volatile @Nullable Standing standing;
  private volatile long roundMs;

  /**
   * @param onServing told when the replica begins to serve as the primary
   * @param onFailure told once, when the replica can no longer write: the process should end
   */
  ReplicaLoop(
      Identity identity,
      ReplicaQueue queue,
      Admission admission,
      ReplicaDisk disk,
      ReplicaLinks links,
      Supplier<Durability> durability,
      InstantSource clock,
      Runnable onServing,
      Runnable onFailure) {
    this.onServing = onServing;
    this.identity = identity;
    this.queue = queue;
    this.admission = admission;
    this.disk = disk;
    this.links = links;
    this.durability = durability;
    this.clock = clock;
    this.roundMs = clock.millis();
    this.thread = Thread.ofPlatform().name("replica").unstarted(() -> run(onFailure));
    this.thread.start();
  }

  /** Empty before the first topology. */
  Optional<Standing> standing() {
    return Optional.ofNullable(standing);
  }

  /** When the thread last came round: it is late while the disk is. */
  long roundMs() {
    return roundMs;
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  private void run(Runnable onFailure) {
    try {
      while (!closing || !queue.isEmpty()) {
        @Nullable ReplicaCommand first = queue.poll(TICK_MS);
        now();
        if (first != null) {
          takeGroup(first);
        }
        settle();
        if (nowMs >= nextTickMs) {
          nextTickMs = nowMs + TICK_MS;
          configure();
          step(new Event.Tick());
          settle();
        }
        publish();
      }
      end("this node is shutting down");
    } catch (InterruptedException e) {
      LOG.warn("the replica's thread was interrupted: no more writes are taken");
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
    calls.abandon("the shard failed or stopped: the write may or may not be stored");
    queue.drain();
  }

  /** The wall clock, which never falls here. */
  private void now() {
    nowMs = Math.max(nowMs, clock.millis());
  }

  private void takeGroup(ReplicaCommand first) {
    int room = ReplicaDisk.MAX_GROUP;
    @Nullable ReplicaCommand next = first;
    while (next != null) {
      room -= take(next);
      next = queue.pollIfWithin(room);
    }
  }

  /** Takes a command, and tells how many changes it brings. */
  private int take(ReplicaCommand command) {
    switch (command) {
      case ReplicaCommand.Write write -> {
        Optional<Event.Write> admitted =
            admission.admit(write, topology, () -> calls.write(write.answer()));
        admitted.ifPresent(this::step);
        return write.changes().size();
      }
      case ReplicaCommand.WriteOwn write -> {
        admission.admit(write, topology, () -> calls.write(write.answer())).ifPresent(this::step);
        return 1;
      }
      case ReplicaCommand.Confirm confirm -> {
        AtomicInteger left = new AtomicInteger(confirm.keys().size());
        admission
            .admit(confirm, topology, () -> calls.read(confirm.answer(), left))
            .forEach(this::step);
        return 1;
      }
      case ReplicaCommand.Heard(StoreId from, Message message, Runnable handled) -> {
        step(new Event.Received(from, message));
        handled.run();
        return message instanceof Message.Append append ? 1 + append.entries().size() : 1;
      }
      case ReplicaCommand.ReadNewest read -> {
        read.answer().complete(new ShardAnswer.Unreachable<>("this shard has a primary"));
        return 1;
      }
      case ReplicaCommand.HeardPoints heard -> {
        // Of another mode: a cluster has one for ever, so that this is not for us.
        heard.handled().run();
        return 1;
      }
      case ReplicaCommand.SlotFailed(int slot) -> {
        step(new Event.SlotFailed(slot));
        return 1;
      }
      case ReplicaCommand.Adopt(Topology next) -> {
        adopt(next);
        return 1;
      }
      case ReplicaCommand.Between(Runnable work) -> {
        settle();
        work.run();
        return 1;
      }
    }
  }

  private void adopt(Topology next) {
    topology = next;
    ShardView view =
        ShardView.of(next, identity.shard())
            .orElseGet(
                () ->
                    new ShardView(
                        identity.shard(),
                        next.epoch(),
                        next.epoch(),
                        ReplicaSet.AWAITED,
                        next.terms()));
    PrimaryReplica known = replica;
    if (known == null) {
      StoredReplica stored = new StoredReplica(admission.store(), next.sharding().slots().count());
      replica =
          new PrimaryReplica(
              identity.store(), identity.incarnation(), stored, Timing.DEFAULT, view, nowMs);
      configure();
      step(new Event.Tick());
    } else {
      step(new Event.Adopted(view));
    }
    publish();
  }

  private void configure() {
    Durability asked = durability.get();
    if (!asked.equals(configured) && replica != null) {
      configured = asked;
      step(new Event.Configured(asked));
    }
  }

  private void step(Event event) {
    PrimaryReplica known = replica;
    if (known == null) {
      return;
    }
    for (Effect effect : known.step(event, nowMs)) {
      switch (effect) {
        case Effect.Send(StoreId to, Message message) -> links.send(to, message);
        case Effect.Disk work -> disk.add(work);
        case Effect.FetchTopology(StoreId from) -> links.fetchTopology(from);
        case Effect.OfferTopology(StoreId to) -> links.offerTopology(to);
        case Effect.Answer(long call, Effect.Result result) -> calls.end(call, result);
      }
    }
  }

  /** Does all that the disk has to do. */
  private void settle() {
    while (!disk.isIdle()) {
      disk.perform().forEach(this::step);
      now();
      roundMs = nowMs;
    }
  }

  private void publish() {
    PrimaryReplica known = replica;
    roundMs = nowMs;
    if (known != null) {
      boolean served = Optional.ofNullable(standing).filter(s -> s.report().serving()).isPresent();
      Standing next = new Standing(known.report(nowMs), known.heardAt(), known.badSlots());
      standing = next;
      if (next.report().serving() && !served) {
        onServing.run();
      }
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
