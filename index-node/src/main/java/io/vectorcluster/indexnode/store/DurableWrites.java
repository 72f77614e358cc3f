package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import java.util.List;
import java.util.Optional;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Writes batches to the disk. One that fails is the last: the store serves nothing after it. */
final class DurableWrites {
  private static final List<Family> OF_A_COLLECTION =
      List.of(Family.HEADS, Family.BODIES, Family.REQUESTS, Family.TOMBSTONES, Family.DIGESTS);

  private final RocksFiles files;
  private final Lifecycle lifecycle;

  DurableWrites(RocksFiles files, Lifecycle lifecycle) {
    this.files = files;
    this.lifecycle = lifecycle;
  }

  void write(WriteBatch batch) {
    try {
      files.write(batch);
    } catch (RocksDBException e) {
      throw lifecycle.fail(e);
    }
  }

  void dropCollection(CollectionNumber collection) throws RocksDBException {
    byte[] from = Keys.collection(collection);
    byte[] to = Keys.afterCollection(collection);
    try (WriteBatch batch = new WriteBatch()) {
      for (Family family : OF_A_COLLECTION) {
        batch.deleteRange(files.family(family), from, to);
      }
      write(batch);
    }
  }

  /**
   * Gives the space of a dropped collection back. It rewrites nothing that lives: keys of the range
   * are read and left out, vectors are not read.
   */
  void reclaim(CollectionNumber collection) throws RocksDBException {
    try (CompactRangeOptions options =
        new CompactRangeOptions().setExclusiveManualCompaction(false)) {
      for (Family family : OF_A_COLLECTION) {
        files
            .rocks()
            .compactRange(
                files.family(family),
                Keys.collection(collection),
                Keys.afterCollection(collection),
                options);
      }
    }
  }

  /** Keeps a copy that is newer than the kept one; the same once more is no change. */
  void save(Meta meta, KeptRecord which, StoredCopy copy) throws RocksDBException {
    Optional<StoredCopy> kept = meta.kept(which);
    if (kept.filter(copy::equals).isPresent()) {
      return;
    }
    if (kept.isPresent() && kept.get().number() >= copy.number()) {
      throw new IllegalArgumentException(
          "%s %d cannot follow the stored %d; offer a newer one"
              .formatted(which.number(), copy.number(), kept.get().number()));
    }
    try (WriteBatch batch = new WriteBatch()) {
      meta.put(batch, which, copy);
      write(batch);
    }
  }
}
