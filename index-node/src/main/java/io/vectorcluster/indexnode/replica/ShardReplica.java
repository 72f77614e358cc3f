package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Durability;
import io.vectorcluster.indexnode.core.Outcome;
import io.vectorcluster.indexnode.core.RepairFigures;
import io.vectorcluster.indexnode.core.ReplicaDigest;
import io.vectorcluster.indexnode.core.RequestId;
import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.ShardAnswer;
import io.vectorcluster.indexnode.core.ShardCall;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.indexnode.engine.VectorEngine;
import io.vectorcluster.indexnode.replication.Lag;
import io.vectorcluster.indexnode.replication.Message;
import io.vectorcluster.indexnode.replication.PointsMessage;
import io.vectorcluster.indexnode.replication.ReplicaLinks;
import io.vectorcluster.indexnode.store.PointKey;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ShardId;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One shard's replica in this process: opens its indexes, takes writes and reads, follows the
 * catalog, and checkpoints. It does not own the store, which outlives it.
 */
public final class ShardReplica implements AutoCloseable {
  private final IndexSet indexes;
  private final ReplicaQueue queue;
  private final ReplicaLoops loops;
  private final ShardStore store;
  private final ShardThreads threads;
  private final TopologySource topologies;
  private final ShardReads reads;
  private final LocalShard access;
  private final Scrub scrub;

  /**
   * What a replica is made of.
   *
   * @param recordStore opens the store of the shard's own record, in a mode without a primary
   * @param incarnation drawn when the process started (protocol V2)
   * @param links to the other members of the shard
   * @param durability asked for again and again, by one thread
   * @param indexDirectory belongs to the replica alone
   * @param readThreads platform threads for searches and reads
   * @param onServing told when this replica begins to serve as the primary; must not wait
   * @param onFailure told once when the store or an index has failed and nothing can be written any
   *     more: the process should end and start anew
   */
  public record Parts(
      ShardId shard,
      ShardStore store,
      Supplier<ShardStore> recordStore,
      VectorEngine engine,
      TopologySource topologies,
      ReplicaLinks links,
      Supplier<Durability> durability,
      long incarnation,
      Path indexDirectory,
      int readThreads,
      InstantSource clock,
      Runnable onServing,
      Runnable onFailure) {}

  private ShardReplica(Parts parts, IndexSet indexes) {
    ShardGate gate = new ShardGate(parts.shard(), parts.topologies());
    this.indexes = indexes;
    this.store = parts.store();
    Checkpoints checkpoints = new Checkpoints(parts.store(), indexes, parts.clock());
    this.queue = new ReplicaQueue(parts.clock());
    ReplicaDisk disk = new ReplicaDisk(parts.store(), indexes, checkpoints);
    ArrivingSlots arriving = new ArrivingSlots(gate, parts.clock());
    this.loops = new ReplicaLoops(parts, indexes, checkpoints, disk, arriving, queue);
    this.threads = new ShardThreads("shard-", parts.readThreads(), parts.clock());
    this.topologies = parts.topologies();
    this.reads = new ShardReads(parts.shard(), parts.store());
    this.access =
        new LocalShard(gate, arriving, queue, loops, reads, indexes, threads, parts.clock());
    this.scrub =
        new Scrub(
            parts.store(), this::slots, slot -> queue.put(new ReplicaCommand.SlotFailed(slot)));
  }

  /**
   * Opens the indexes of every collection of the catalog: afterwards all points are findable.
   *
   * @throws IOException if the folders of the indexes cannot be read or written
   */
  public static ShardReplica open(Parts parts, Catalog catalog) throws IOException {
    IndexFolders folders = new IndexFolders(parts.indexDirectory());
    IndexRecovery recovery = new IndexRecovery(parts.store(), parts.engine(), folders);
    IndexSet indexes = new IndexSet(recovery, parts.store().position().last().sequence());
    indexes.start(catalog);
    return new ShardReplica(parts, indexes);
  }

  public ShardAccess access() {
    return access;
  }

  /**
   * Follows the catalog: opens what is new, and lets the apply thread drop what is gone, with its
   * points; what a crash leaves undone is done at the next start. Called with growing versions, by
   * one thread at a time.
   */
  public void catalogChanged(Catalog catalog) {
    if (indexes.hasNew(catalog)) {
      // Between two commits: what is read from the store is then neither missed nor old.
      CountDownLatch opened = new CountDownLatch(1);
      boolean taken =
          queue.put(
              new ReplicaCommand.Between(
                  () -> {
                    indexes.openNew(catalog);
                    opened.countDown();
                  }));
      if (taken) {
        loops.await(opened);
      }
    }
    for (CollectionNumber deleted : indexes.deletedFrom(catalog)) {
      queue.put(new ReplicaCommand.Between(() -> drop(deleted)));
    }
  }

  /** Follows the topology; called with growing epochs, each on the disk already. */
  public void adopted(Topology topology) {
    loops.adopted(topology);
  }

  /**
   * What another member of the shard says.
   *
   * @param handled run once it has been taken in
   */
  public void receive(StoreId from, Message message, Runnable handled) {
    Optional<ReplicaQueue> own = loops.own();
    if (own.isEmpty() || !own.get().put(new ReplicaCommand.Heard(from, message, handled))) {
      handled.run();
    }
  }

  /** What another member says about points, in the modes without a primary. */
  public void receive(StoreId from, List<PointsMessage> messages, Runnable handled) {
    if (loops.own().isEmpty()
        || !queue.put(new ReplicaCommand.HeardPoints(from, messages, handled))) {
      handled.run();
    }
  }

  /** What the operator is to know of the shard's members; empty before the first topology. */
  public Optional<MemberReport> report() {
    return loops.report();
  }

  /** How long ago the replica's thread came round: it is late while the disk is. */
  public Duration behind(Instant now) {
    return Duration.ofMillis(Math.max(0, now.toEpochMilli() - loops.roundMs()));
  }

  /** Writes the shard's own record, as any write is written. */
  public ShardAnswer<Long> writeOwn(ShardCall call, RequestId request, byte[] record) {
    return own(
        queue ->
            queue.call(
                new ReplicaCommand.WriteOwn(
                    call, request, OwnRecord.change(record), new CompletableFuture<>())));
  }

  private <T> ShardAnswer<T> own(Function<ReplicaQueue, ShardAnswer<T>> question) {
    return loops
        .own()
        .map(question)
        .orElseGet(
            () -> new ShardAnswer.Refused<>(Outcome.Reason.UNAVAILABLE, ShardGate.NO_TOPOLOGY));
  }

  /** Why this replica answers no reads yet; empty if it does. */
  public Optional<String> lacks() {
    return loops.points().flatMap(PointsRole.Standing::lacks);
  }

  /** The shard's own record as it is here: what counts, if this is the primary that serves. */
  public Optional<byte[]> ownRecord() {
    return topologies
        .current()
        .flatMap(
            topology ->
                loops
                    .ownStore()
                    .flatMap(own -> OwnRecord.read(own, topology.sharding().slots().count())));
  }

  /** The shard's own record as every write before has left it; empty if there never was one. */
  public ShardAnswer<Optional<byte[]>> readOwn(ShardCall call, int slots) {
    List<PointKey> key = List.of(OwnRecord.key(slots));
    return own(queue -> queue.confirm(call, key))
        .then(
            _ ->
                threads.call(
                    call.deadline(),
                    () ->
                        new ShardAnswer.Answered<>(
                            OwnRecord.read(loops.ownStore().orElse(store), slots))));
  }

  private void drop(CollectionNumber collection) {
    try {
      indexes.remove(collection);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes every index to disk, so that the next start replays little; trims the log. */
  public void checkpoint() throws IOException {
    loops.checkpoint();
  }

  /** A collection's figures here; empty before the first topology or after its deletion. */
  public Optional<ShardFigures> figures(CollectionNumber collection) {
    return topologies
        .current()
        .flatMap(t -> indexes.find(collection).map(i -> reads.figures(t, i)));
  }

  /** Writes of others that did not know of one that was here, in the mode MultiPrimary. */
  public long conflicts() {
    return loops.points().map(PointsRole.Standing::conflicts).orElse(0L);
  }

  /** How far members are behind this primary; empty if it is none. */
  public SortedMap<StoreId, Lag> lags() {
    return loops.lags();
  }

  /** What is done against silent divergence. */
  public RepairFigures repairs() {
    return loops.repairs(scrub.records());
  }

  /** What the store comes to; empty before the first topology, and while writes do not pause. */
  public Optional<ReplicaDigest> digest() {
    int slots = slots();
    long before = store.position().last().sequence();
    ReplicaDigest digest = ReplicaDigest.of(before, store.replica().slotSums(slots));
    boolean paused = store.position().last().sequence() == before;
    return slots > 0 && paused ? Optional.of(digest) : Optional.empty();
  }

  /** With the shard's own; 0 before the first topology. */
  private int slots() {
    return topologies.current().map(topology -> topology.sharding().slots().count() + 1).orElse(0);
  }

  /** Memory of all indexes outside the heap, in bytes. */
  public long indexMemoryBytes() {
    return indexes.all().stream().mapToLong(CollectionIndexes::memoryBytes).sum();
  }

  /** Applies what waits, then refuses everything. The store stays open. */
  @Override
  public void close() {
    scrub.close();
    loops.close();
    threads.close();
    indexes.close();
  }
}
