package io.vectorcluster.indexnode.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/** An open RocksDB and the native memory that lives as long as it does. */
final class RocksFiles implements AutoCloseable {
  static {
    RocksDB.loadLibrary();
  }

  private final Path directory;
  private final Deque<AbstractNativeReference> natives;
  private final RocksDB rocks;
  private final Map<Family, ColumnFamilyHandle> families;
  private final Cache cache;
  private final WriteOptions durable;
  private final ReadOptions defaults;

  private RocksFiles(
      Path directory,
      Deque<AbstractNativeReference> natives,
      RocksDB rocks,
      Map<Family, ColumnFamilyHandle> families,
      Cache cache,
      WriteOptions durable,
      ReadOptions defaults) {
    this.directory = directory;
    this.natives = natives;
    this.rocks = rocks;
    this.families = families;
    this.cache = cache;
    this.durable = durable;
    this.defaults = defaults;
  }

  /**
   * Opens what is there, or makes it.
   *
   * @param create true makes a new one and fails if one exists; false the other way round
   */
  static RocksFiles open(Path directory, StoreOptions options, WalSync walSync, boolean create)
      throws RocksDBException {
    Deque<AbstractNativeReference> natives = new ArrayDeque<>();
    try {
      Cache cache = own(natives, new LRUCache(options.cacheBytes()));
      WriteBufferManager buffers =
          own(natives, new WriteBufferManager(options.writeBufferBytes(), cache));
      BloomFilter bloom = own(natives, new BloomFilter(10));
      DBOptions settings = own(natives, RocksSettings.database(options, buffers, create));
      WriteOptions durable =
          own(natives, new WriteOptions().setSync(walSync == WalSync.BEFORE_ACKNOWLEDGING));
      ReadOptions defaults = own(natives, new ReadOptions());
      List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
      for (Family family : Family.values()) {
        ColumnFamilyOptions familyOptions =
            own(natives, RocksSettings.family(family, options, cache, bloom));
        descriptors.add(new ColumnFamilyDescriptor(family.diskName(), familyOptions));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      RocksDB rocks =
          own(natives, RocksDB.open(settings, directory.toString(), descriptors, handles));
      Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
      for (Family family : Family.values()) {
        families.put(family, own(natives, handles.get(families.size())));
      }
      return new RocksFiles(directory, natives, rocks, families, cache, durable, defaults);
    } catch (RocksDBException | RuntimeException e) {
      natives.forEach(AbstractNativeReference::close);
      throw e;
    }
  }

  /** What was made last is closed first: handles before the database, the cache at the end. */
  private static <T extends AbstractNativeReference> T own(
      Deque<AbstractNativeReference> natives, T made) {
    natives.addFirst(made);
    return made;
  }

  RocksDB rocks() {
    return rocks;
  }

  ColumnFamilyHandle family(Family family) {
    ColumnFamilyHandle handle = families.get(family);
    if (handle == null) {
      throw new IllegalStateException("column family " + family + " is not open");
    }
    return handle;
  }

  /** Options of a plain read. */
  ReadOptions defaults() {
    return defaults;
  }

  byte @Nullable [] get(Family family, byte[] key) throws RocksDBException {
    return rocks.get(family(family), defaults, key);
  }

  /** Whether a reader has met what is not as it was written. */
  static boolean isDamaged(RocksIterator rows) throws RocksDBException {
    try {
      rows.status();
      return false;
    } catch (RocksDBException e) {
      if (isDamage(e)) {
        return true;
      }
      throw e;
    }
  }

  static boolean isDamage(RocksDBException e) {
    return e.getStatus() != null && e.getStatus().getCode() == Status.Code.Corruption;
  }

  /** Writes a batch; when this returns it is on the disk. */
  void write(WriteBatch batch) throws RocksDBException {
    rocks.write(durable, batch);
  }

  long cacheBytes() {
    return cache.getUsage();
  }

  long memtableBytes() throws RocksDBException {
    return rocks.getAggregatedLongProperty("rocksdb.cur-size-all-mem-tables");
  }

  long diskBytes() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.mapToLong(RocksFiles::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compaction deletes files while they are counted. */
  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    natives.forEach(AbstractNativeReference::close);
  }
}
