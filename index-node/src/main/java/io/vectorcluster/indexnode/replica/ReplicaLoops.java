package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.RepairFigures;
import io.vectorcluster.indexnode.replication.Lag;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.topology.MemberReport;
import io.vectorcluster.topology.ReplicationMode;
import io.vectorcluster.topology.ShardEntry;
import io.vectorcluster.topology.StoreId;
import io.vectorcluster.topology.Topology;
import io.vectorcluster.topology.VoterRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a replica. They begin with its first topology, which says the mode. With a primary
 * one thread does everything. Without, points have a thread of their own, and beside it the shard's
 * own record has a primary still, in a small store of its own (protocol R3): its sessions drop what
 * a primary lacks, and that must not befall points.
 */
final class ReplicaLoops implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaLoops.class);
  private static final long WAIT_MS = 100;

  private final ShardReplica.Parts parts;
  private final IndexSet indexes;
  private final Checkpoints checkpoints;
  private final ReplicaDisk disk;
  private final ArrivingSlots arriving;

  /** Where calls about points wait. */
  private final ReplicaQueue points;

  private volatile @Nullable Running running;

  /**
   * What runs.
   *
   * @param own where calls about the shard's own record wait
   * @param store that holds the record
   * @param trimming of that store's log, if it is another than that of the points
   * @param withoutPrimary the thread of the points, if it is another
   */
  private record Running(
      ReplicaQueue own,
      ReplicaLoop loop,
      ShardStore store,
      @Nullable Checkpoints trimming,
      @Nullable PointsLoop withoutPrimary) {}

  ReplicaLoops(
      ShardReplica.Parts parts,
      IndexSet indexes,
      Checkpoints checkpoints,
      ReplicaDisk disk,
      ArrivingSlots arriving,
      ReplicaQueue points) {
    this.parts = parts;
    this.indexes = indexes;
    this.checkpoints = checkpoints;
    this.disk = disk;
    this.arriving = arriving;
    this.points = points;
  }

  /** Follows the topology; by one thread at a time. */
  void adopted(Topology topology) {
    @Nullable Running known = running;
    if (known == null) {
      known = start(topology);
      running = known;
    }
    known.own().put(new ReplicaCommand.Adopt(topology));
    if (known.withoutPrimary() != null) {
      points.put(new ReplicaCommand.Adopt(topology));
    }
  }

  private Running start(Topology topology) {
    return switch (topology.mode()) {
      case ReplicationMode.PrimaryReplica _ ->
          new Running(
              points, loop(points, parts.store(), indexes, disk), parts.store(), null, null);
      case ReplicationMode.Quorum _ -> {
        PointsRole role =
            new QuorumPoints(
                identity(),
                new StoredPoints(parts.store(), topology.sharding().slots().count()),
                new PointsDisk(parts.store(), indexes),
                new PointsOutbox(parts.store().storeId(), parts.links()),
                indexes);
        yield withoutPrimary(role);
      }
      case ReplicationMode.MultiPrimary _ -> {
        StoredPoints points = new StoredPoints(parts.store(), topology.sharding().slots().count());
        yield withoutPrimary(
            new MultiPrimaryPoints(
                identity(),
                new StoredShipments(points, indexes, identity().incarnation()),
                new PointsDisk(parts.store(), indexes),
                new PointsOutbox(parts.store().storeId(), parts.links()),
                indexes));
      }
    };
  }

  private Running withoutPrimary(PointsRole role) {
    ShardStore record = parts.recordStore().get();
    Path folder = parts.indexDirectory().resolveSibling("record-index");
    IndexSet none =
        new IndexSet(
            new IndexRecovery(record, parts.engine(), new IndexFolders(folder)),
            record.position().last().sequence());
    Checkpoints trimming = new Checkpoints(record, none, parts.clock());
    ReplicaQueue own = new ReplicaQueue(parts.clock());
    ReplicaLoop loop = loop(own, record, none, new ReplicaDisk(record, none, trimming));
    PointsLoop thread =
        new PointsLoop(
            points,
            new Admission(parts.shard(), parts.store(), indexes, parts.clock()),
            role,
            parts.clock(),
            parts.onFailure());
    return new Running(own, loop, record, trimming, thread);
  }

  private ReplicaLoop.Identity identity() {
    return new ReplicaLoop.Identity(parts.shard(), parts.store().storeId(), parts.incarnation());
  }

  private ReplicaLoop loop(
      ReplicaQueue queue, ShardStore store, IndexSet ofStore, ReplicaDisk ofLoop) {
    return new ReplicaLoop(
        identity(),
        queue,
        new Admission(parts.shard(), store, ofStore, parts.clock()),
        ofLoop,
        parts.links(),
        parts.durability(),
        arriving,
        parts.clock(),
        parts.onServing(),
        parts.onFailure());
  }

  /** Where calls about the shard's own record wait; empty before the first topology. */
  Optional<ReplicaQueue> own() {
    return Optional.ofNullable(running).map(Running::own);
  }

  /** The store that holds the shard's own record. */
  Optional<ShardStore> ownStore() {
    return Optional.ofNullable(running).map(Running::store);
  }

  /** What is known of the points, in a mode without a primary. */
  Optional<PointsRole.Standing> points() {
    return Optional.ofNullable(running)
        .flatMap(known -> Optional.ofNullable(known.withoutPrimary()))
        .flatMap(PointsLoop::standing);
  }

  /** When this replica last heard of its primary; long from now where nobody is one. */
  long heardAtMs() {
    @Nullable Running known = running;
    return known == null || known.withoutPrimary() != null
        ? Long.MAX_VALUE
        : known.loop().standing().map(ReplicaLoop.Standing::heardAtMs).orElse(Long.MAX_VALUE);
  }

  /** How far members are behind this primary; empty if it is none, and where points have none. */
  SortedMap<StoreId, Lag> lags() {
    @Nullable Running known = running;
    return known == null || known.withoutPrimary() != null
        ? Collections.emptySortedMap()
        : known
            .loop()
            .standing()
            .map(ReplicaLoop.Standing::lags)
            .orElse(Collections.emptySortedMap());
  }

  /** What the operator is to know of the shard's members; empty before the first topology. */
  Optional<MemberReport> report() {
    @Nullable Running known = running;
    if (known == null) {
      return Optional.empty();
    }
    Optional<MemberReport> said = known.loop().standing().map(ReplicaLoop.Standing::report);
    return known.withoutPrimary() == null ? said : said.map(this::withVotes);
  }

  /** A joiner is ready when it may take over a vote, too. */
  private MemberReport withVotes(MemberReport said) {
    Optional<Topology> topology = parts.topologies().current();
    Optional<ShardEntry> entry =
        topology
            .flatMap(adopted -> adopted.shard(parts.shard()))
            .filter(shard -> shard.epoch() == said.epoch());
    Set<StoreId> holding = points().map(PointsRole.Standing::holding).orElse(Set.of());
    return said.ready(
        entry.isEmpty()
            ? List.of()
            : said.ready().stream()
                .filter(
                    joiner ->
                        VoterRules.mayJoin(
                            topology.orElseThrow().mode(), entry.get(), joiner, holding))
                .toList());
  }

  /** When the threads last came round, the later one. */
  long roundMs() {
    @Nullable Running known = running;
    if (known == null) {
      return parts.clock().millis();
    }
    @Nullable PointsLoop other = known.withoutPrimary();
    long round = known.loop().roundMs();
    return other == null ? round : Math.min(round, other.roundMs());
  }

  RepairFigures repairs(long scrubbed) {
    @Nullable Running known = running;
    int bad = 0;
    if (known != null) {
      bad =
          known.withoutPrimary() != null
              ? known.withoutPrimary().badSlots()
              : known.loop().standing().map(ReplicaLoop.Standing::badSlots).orElse(0);
    }
    return new RepairFigures(bad, disk.repaired(), scrubbed);
  }

  /** Waits for work that was queued with the points, unless their thread has ended before it. */
  void await(CountDownLatch done) {
    try {
      while (!done.await(WAIT_MS, TimeUnit.MILLISECONDS) && lives()) {
        LOG.debug("waiting for the replica's thread");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean lives() {
    @Nullable Running known = running;
    if (known == null) {
      return true;
    }
    @Nullable PointsLoop other = known.withoutPrimary();
    return other == null ? known.loop().isAlive() : other.isAlive();
  }

  void checkpoint() throws IOException {
    checkpoints.write();
    @Nullable Running known = running;
    if (known != null && known.trimming() != null) {
      known.trimming().write();
    }
  }

  @Override
  public void close() {
    points.close("this node is shutting down");
    @Nullable Running known = running;
    if (known == null) {
      points.drain();
      return;
    }
    known.loop().close();
    if (known.withoutPrimary() != null) {
      known.withoutPrimary().close();
      known.store().close();
    }
  }
}
