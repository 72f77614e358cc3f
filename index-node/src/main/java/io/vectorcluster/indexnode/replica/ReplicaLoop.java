package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.replication.Effect;
import io.vectorcluster.indexnode.replication.Event;
import io.vectorcluster.indexnode.replication.Lag;
import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.PrimaryReplica;
import io.vectorcluster.indexnode.replication.ReplicaLinks;
import io.vectorcluster.indexnode.replication.ShardView;
import io.vectorcluster.indexnode.replication.Timing;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the one thread of a replica with a primary does. Messages go out before the disk is waited
 * for.
 */
final class ReplicaLoop implements ReplicaThread.Rounds, AutoCloseable {

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
   * @param lags of the other members; empty if it is not their primary
   */
  record Standing(
      MemberReport report, long heardAtMs, int badSlots, SortedMap<StoreId, Lag> lags) {}

  private final Identity identity;
  private final Admission admission;
  private final ReplicaDisk disk;
  private final ReplicaCalls calls = new ReplicaCalls();
  private final ReplicaLinks links;
  private final Supplier<Durability> durability;
  private final ArrivingSlots arriving;
  private final Runnable onServing;
  private final ReplicaThread thread;
  private @Nullable PrimaryReplica replica;
  private @Nullable Topology topology;
  private @Nullable Durability configured;
  private volatile @Nullable Standing standing;

  /**
   * @param arriving shown what the store shows of slots on their way
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
      ArrivingSlots arriving,
      InstantSource clock,
      Runnable onServing,
      Runnable onFailure) {
    this.arriving = arriving;
    this.onServing = onServing;
    this.identity = identity;
    this.admission = admission;
    this.disk = disk;
    this.links = links;
    this.durability = durability;
    this.thread =
        new ReplicaThread("replica", queue, ReplicaDisk.MAX_GROUP, clock, this, onFailure);
    this.thread.start();
  }

  /** Empty before the first topology. */
  Optional<Standing> standing() {
    return Optional.ofNullable(standing);
  }

  /** When the thread last came round: it is late while the disk is. */
  long roundMs() {
    return thread.roundMs();
  }

  boolean isAlive() {
    return thread.isAlive();
  }

  @Override
  public void tick() {
    configure();
    step(new Event.Tick());
  }

  @Override
  public void end(String why) {
    standing = null;
    calls.abandon(why);
  }

  @Override
  public int take(ReplicaCommand command) {
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
        thread.settle();
        work.run();
        return 1;
      }
    }
  }

  private void adopt(Topology next) {
    topology = next;
    ShardView view = ShardView.of(next, identity.shard());
    PrimaryReplica known = replica;
    if (known == null) {
      replica =
          new PrimaryReplica(
              identity.store(),
              identity.incarnation(),
              stored(next),
              Timing.DEFAULT,
              view,
              thread.nowMs());
      configure();
      step(new Event.Tick());
    } else {
      step(new Event.Adopted(view));
    }
    publish();
  }

  private StoredReplica stored(Topology of) {
    return new StoredReplica(admission.store(), of.sharding().slots().count());
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
    for (Effect effect : known.step(event, thread.nowMs())) {
      switch (effect) {
        case Effect.Send(StoreId to, Message message) -> links.send(to, message);
        case Effect.Disk work -> disk.add(work);
        case Effect.FetchTopology(StoreId from) -> links.fetchTopology(from);
        case Effect.OfferTopology(StoreId to) -> links.offerTopology(to);
        case Effect.Answer(long call, Effect.Result result) -> calls.end(call, result);
      }
    }
  }

  @Override
  public boolean work() {
    if (disk.isIdle()) {
      return false;
    }
    disk.perform().forEach(this::step);
    return true;
  }

  @Override
  public void publish() {
    PrimaryReplica known = replica;
    if (known != null) {
      boolean served = Optional.ofNullable(standing).filter(s -> s.report().serving()).isPresent();
      long now = thread.nowMs();
      Standing next =
          new Standing(
              known.reportWithSilence(now), known.heardAt(), known.badSlots(), known.lags(now));
      standing = next;
      ShardView view = known.view();
      arriving.look(view.topology(), () -> view.opened(stored(view.topology())));
      if (next.report().serving() && !served) {
        onServing.run();
      }
    }
  }

  /** Takes no more calls, does those that wait and ends the thread. */
  @Override
  public void close() {
    thread.close();
  }
}
