package io.vectorcluster.indexnode.replica;

import io.vectorcluster.indexnode.core.Catalog;
import io.vectorcluster.indexnode.core.Collection;
import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.store.LoggedWrite;
import io.vectorcluster.indexnode.store.PointContent;
import io.vectorcluster.indexnode.store.PointKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The indexes of every collection on this shard. Written by the apply thread, read by searches.
 *
 * <p>{@code appliedSequence} is the log sequence up to which every index knows every write: what a
 * checkpoint may claim to cover.
 */
final class IndexSet implements AutoCloseable {
  private final Map<CollectionNumber, CollectionIndexes> indexes = new ConcurrentHashMap<>();
  private final IndexRecovery recovery;
  private volatile long appliedSequence;

  IndexSet(IndexRecovery recovery, long appliedSequence) {
    this.recovery = recovery;
    this.appliedSequence = appliedSequence;
  }

  IndexFolders folders() {
    return recovery.folders();
  }

  /**
   * Opens what the catalog has and this set has not, and drops what was deleted while this process
   * was away; to be called before the first write.
   */
  void start(Catalog catalog) throws IOException {
    for (CollectionNumber number : recovery.folders().present()) {
      if (catalog.hasDeleted(number)) {
        remove(number);
      }
    }
    openNew(catalog);
  }

  /** Whether the catalog has what this set has not. */
  boolean hasNew(Catalog catalog) {
    return catalog.collections().values().stream()
        .anyMatch(collection -> !indexes.containsKey(collection.number()));
  }

  /** Opens what the catalog has and this set has not; removes nothing. */
  void openNew(Catalog catalog) {
    for (Collection collection : catalog.collections().values()) {
      indexes.computeIfAbsent(collection.number(), _ -> recovery.open(collection));
    }
  }

  /** The collections that are here and were deleted from the catalog. */
  List<CollectionNumber> deletedFrom(Catalog catalog) {
    return indexes.keySet().stream().filter(catalog::hasDeleted).toList();
  }

  /**
   * Forgets a collection, its points and its checkpoints. The folder goes last: while it is there,
   * a start after a crash does the rest.
   */
  void remove(CollectionNumber number) throws IOException {
    CollectionIndexes removed = indexes.remove(number);
    if (removed != null) {
      removed.close();
    }
    recovery.store().dropCollection(number);
    recovery.folders().remove(number);
  }

  Optional<CollectionIndexes> find(CollectionNumber number) {
    return Optional.ofNullable(indexes.get(number));
  }

  java.util.Collection<CollectionIndexes> all() {
    return List.copyOf(indexes.values());
  }

  /** Takes one committed change over; changes come in the order of the log. */
  void apply(PointKey key, LoggedWrite.Change change, long sequence) {
    CollectionIndexes collection = indexes.get(key.collection());
    if (collection == null) {
      // Not in this node's catalog yet: it is read from the store when it is.
      return;
    }
    switch (change) {
      case LoggedWrite.Change.Upsert(PointContent content) ->
          collection.put(key.id(), content.vectors(key.id()), sequence);
      case LoggedWrite.Change.Delete _ -> collection.remove(key.id(), sequence);
      case LoggedWrite.Change.Known _, LoggedWrite.Change.Purge _ -> {
        // The index has forgotten the point when it was deleted.
      }
      case LoggedWrite.Change.Forget _ -> collection.remove(key.id(), sequence);
      case LoggedWrite.Change.Overtaken overtaken -> apply(key, overtaken.present(), sequence);
    }
  }

  /** Every index now knows every write up to this sequence. */
  void applied(long sequence) {
    appliedSequence = sequence;
  }

  long appliedSequence() {
    return appliedSequence;
  }

  @Override
  public void close() {
    indexes.values().forEach(CollectionIndexes::close);
  }
}
