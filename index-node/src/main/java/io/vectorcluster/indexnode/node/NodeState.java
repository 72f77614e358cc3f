package io.vectorcluster.indexnode.node;

import io.vectorcluster.indexnode.cluster.Standing;
import io.vectorcluster.indexnode.config.NodeConfig;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.RepairFigures;
import io.vectorcluster.indexnode.core.ReplicaDigest;
import io.vectorcluster.indexnode.core.ReplicaLag;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.http.management.NodeHealth;
import io.vectorcluster.indexnode.internal.NodeReport;
import io.vectorcluster.indexnode.metrics.NodeFigures;
import io.vectorcluster.indexnode.replica.ShardReplica;
import io.vectorcluster.indexnode.store.FreeSpace;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.indexnode.store.StoreFigures;
import io.vectorcluster.indexnode.store.StoreFormat;
import io.vectorcluster.topology.ReplicaSet;
import io.vectorcluster.topology.ShardEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a node says of itself: to probes, to metrics and to the operator. */
final class NodeState implements NodeHealth {
  private static final Duration REPORT_FOR = Duration.ofSeconds(3);

  private static final Standing.NotReady LOADING =
      new Standing.NotReady("loading", "the index is still being loaded");

  private final ShardStore store;
  private final LoadingShard shard;
  private final NodeIdentity identity;
  private final MemoryBudget memory;
  private final Path directory;
  private final InstantSource clock;
  private final TombstoneWatch tombstones;
  private volatile @Nullable Membership membership;
  private volatile @Nullable ShardReplica replica;
  private volatile @Nullable Reported reported;

  /** Figures as they were told last. */
  private record Reported(NodeFigures figures, long atMs) {}

  NodeState(
      ShardStore store,
      LoadingShard shard,
      NodeIdentity identity,
      MemoryBudget memory,
      NodeConfig config,
      InstantSource clock) {
    this.clock = clock;
    this.store = store;
    this.tombstones = new TombstoneWatch(store, clock);
    this.shard = shard;
    this.identity = identity;
    this.memory = memory;
    this.directory = config.storage().dataDirectory();
  }

  void joined(Membership joined) {
    membership = joined;
  }

  void loaded(ShardReplica loaded) {
    replica = loaded;
  }

  Standing standing() {
    Membership joined = membership;
    return joined == null
        ? Standing.NO_TOPOLOGY
        : Standing.of(joined.topologies().current(), joined.shard(), store.storeId());
  }

  @Override
  public boolean alive() {
    return true;
  }

  @Override
  public List<String> readiness() {
    List<String> reasons = new ArrayList<>();
    standing().notReady().ifPresent(reason -> reasons.add(reason.message()));
    loading().forEach(reason -> reasons.add(reason.message()));
    return reasons;
  }

  @Override
  public Optional<ReplicaDigest> digest() {
    return Optional.ofNullable(replica).flatMap(ShardReplica::digest);
  }

  private List<Standing.NotReady> loading() {
    return shard
        .opened()
        .map(
            replica ->
                replica.lacks().map(why -> new Standing.NotReady("points-missing", why)).stream()
                    .toList())
        .orElse(List.of(LOADING));
  }

  /** Figures of this replica; reads digests, so it belongs on a thread that may wait. */
  NodeFigures figures() {
    Membership joined = membership;
    ShardReplica loaded = replica;
    TreeMap<String, ShardFigures> collections = new TreeMap<>();
    if (joined != null && loaded != null) {
      for (Collection collection : joined.catalog().current().collections().values()) {
        loaded
            .figures(collection.number())
            .ifPresent(figures -> collections.put(collection.name(), figures));
      }
    }
    return new NodeFigures(
        collections,
        memoryBytes(),
        FolderSize.bytes(directory),
        repairs(),
        tombstones.figures(),
        conflicts(),
        lags());
  }

  private List<ReplicaLag> lags() {
    Membership joined = membership;
    ShardReplica loaded = replica;
    Optional<ReplicaSet> set =
        joined == null
            ? Optional.empty()
            : joined
                .topologies()
                .current()
                .flatMap(topology -> topology.shard(joined.shard()))
                .map(ShardEntry::replicas);
    if (loaded == null || set.isEmpty()) {
      return List.of();
    }
    List<ReplicaLag> lags = new ArrayList<>();
    loaded
        .lags()
        .forEach(
            (store, lag) ->
                set.get()
                    .member(store)
                    .ifPresent(
                        member ->
                            lags.add(
                                new ReplicaLag(
                                    store.toString(),
                                    member.host(),
                                    lag.entries(),
                                    Duration.ofMillis(lag.behindMs())))));
    return lags;
  }

  long conflicts() {
    return shard.opened().map(ShardReplica::conflicts).orElse(0L);
  }

  private RepairFigures repairs() {
    ShardReplica loaded = replica;
    return loaded == null ? RepairFigures.NONE : loaded.repairs();
  }

  /**
   * Who asks every second is told figures of some seconds ago. That a node is empty does not follow
   * from them alone: the number of collections beside them is of now.
   */
  private NodeFigures recentFigures() {
    Reported last = reported;
    long now = clock.millis();
    if (last == null || now - last.atMs() > REPORT_FOR.toMillis()) {
      last = new Reported(figures(), now);
      reported = last;
    }
    return last.figures();
  }

  private long memoryBytes() {
    Runtime runtime = Runtime.getRuntime();
    StoreFigures figures = store.figures();
    return runtime.totalMemory() - runtime.freeMemory() + figures.cacheBytes() + indexBytes();
  }

  private long indexBytes() {
    ShardReplica loaded = replica;
    return loaded == null ? 0 : loaded.indexMemoryBytes();
  }

  private static NodeReport.Space space(long used, long limit) {
    return new NodeReport.Space(used, Math.max(0, limit - used), limit);
  }

  /** What the operator is told. */
  NodeReport report() {
    FreeSpace.DiskSpace disk = FreeSpace.of(directory).read();
    NodeFigures figures = recentFigures();
    long used = figures.memoryBytes();
    return new NodeReport(
        identity.incarnation(),
        identity.name(),
        store.position().last().sequence(),
        loading(),
        figures.collections().values().stream().mapToLong(ShardFigures::points).sum(),
        new NodeReport.Space(figures.diskBytes(), disk.usableBytes(), disk.totalBytes()),
        space(used, memory.limitBytes()),
        space(indexBytes(), memory.graphBytes()),
        StoreFormat.NUMBER,
        identity.release(),
        shard.report(),
        figures.repairs());
  }
}
