package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.ShardAccess;
import io.vectorcluster.indexnode.core.ShardFigures;
import io.vectorcluster.indexnode.core.TopologySource;
import io.vectorcluster.indexnode.engine.VectorEngine;
import io.vectorcluster.indexnode.store.ShardStore;
import io.vectorcluster.topology.ShardId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One shard's replica in this process: opens its indexes, takes writes and reads, follows the
 * catalog, and checkpoints. It does not own the store, which outlives it.
 */
public final class ShardReplica implements AutoCloseable {
  private final IndexSet indexes;
  private final ApplyLoop writes;
  private final ShardThreads threads;
  private final Checkpoints checkpoints;
  private final TopologySource topologies;
  private final ShardReads reads;
  private final LocalShard access;

  /**
   * What a replica is made of.
   *
   * @param incarnation drawn when the process started (protocol V2)
   * @param indexDirectory belongs to the replica alone
   * @param readThreads platform threads for searches and reads
   * @param onFailure told once when the store or an index has failed and nothing can be written any
   *     more: the process should end and start anew
   */
  public record Parts(
      ShardId shard,
      ShardStore store,
      VectorEngine engine,
      TopologySource topologies,
      long incarnation,
      Path indexDirectory,
      int readThreads,
      InstantSource clock,
      Runnable onFailure) {}

  private ShardReplica(Parts parts, IndexSet indexes) {
    ShardGate gate = new ShardGate(parts.shard(), parts.topologies());
    WriteStamps stamps =
        new WriteStamps(parts.shard(), parts.incarnation(), parts.store().position());
    GroupCommit commit = new GroupCommit(parts.store(), indexes, gate, stamps, parts.clock());
    this.indexes = indexes;
    this.writes = new ApplyLoop("apply", commit, parts.clock(), parts.onFailure());
    this.threads = new ShardThreads("shard-", parts.readThreads(), parts.clock());
    this.checkpoints = new Checkpoints(parts.store(), indexes, parts.clock());
    this.topologies = parts.topologies();
    this.reads = new ShardReads(parts.shard(), parts.store());
    this.access = new LocalShard(gate, writes, reads, indexes, threads);
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
    indexes.openNew(catalog);
    for (CollectionNumber deleted : indexes.deletedFrom(catalog)) {
      writes.after(() -> drop(deleted));
    }
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
    checkpoints.write();
  }

  /** A collection's figures here; empty before the first topology or after its deletion. */
  public Optional<ShardFigures> figures(CollectionNumber collection) {
    return topologies
        .current()
        .flatMap(t -> indexes.find(collection).map(i -> reads.figures(t, i)));
  }

  /** Memory of all indexes outside the heap, in bytes. */
  public long indexMemoryBytes() {
    return indexes.all().stream().mapToLong(CollectionIndexes::memoryBytes).sum();
  }

  /** Applies what waits, then refuses everything. The store stays open. */
  @Override
  public void close() {
    writes.close();
    threads.close();
    indexes.close();
  }
}
