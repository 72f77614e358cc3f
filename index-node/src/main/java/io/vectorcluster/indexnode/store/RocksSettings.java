package io.vectorcluster.indexnode.store;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/** How RocksDB is set up, each choice with its reason. */
final class RocksSettings {
  private static final long MIN_BLOB_BYTES = 256;
  private static final long BLOB_FILE_BYTES = 128L << 20;
  private static final long MIN_WAL_BYTES = 64L << 20;

  private RocksSettings() {}

  static DBOptions database(StoreOptions options, WriteBufferManager buffers, boolean create) {
    return new DBOptions()
        .setCreateIfMissing(create)
        .setCreateMissingColumnFamilies(create)
        .setErrorIfExists(create)
        .setParanoidChecks(true)
        // A torn tail is the write that was never acknowledged; a bad record before the tail is
        // damage, and opening fails rather than dropping what follows it.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        // A failed write is final: nothing is repeated behind our back.
        .setMaxBgErrorResumeCount(0)
        .setWriteBufferManager(buffers)
        // Small families would otherwise keep old log files alive, and recovery long.
        .setMaxTotalWalSize(Math.max(MIN_WAL_BYTES, 2 * options.writeBufferBytes()))
        .setBytesPerSync(1 << 20)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(4 << 20)
        .setKeepLogFileNum(2)
        .setStatsDumpPeriodSec(0);
  }

  static ColumnFamilyOptions family(
      Family family, StoreOptions options, Cache cache, BloomFilter bloom) {
    ColumnFamilyOptions settings =
        new ColumnFamilyOptions()
            .setWriteBufferSize(Math.max(1 << 20, options.writeBufferBytes() / 2))
            .setLevelCompactionDynamicLevelBytes(true)
            .setTableFormatConfig(table(family, cache, bloom));
    return switch (family) {
      case BODIES ->
          settings
              .setEnableBlobFiles(true)
              .setMinBlobSize(MIN_BLOB_BYTES)
              .setBlobFileSize(BLOB_FILE_BYTES)
              // Vectors do not shrink, and uncompressed they are read without a copy more.
              .setBlobCompressionType(CompressionType.NO_COMPRESSION)
              .setEnableBlobGarbageCollection(true)
              .setBlobGarbageCollectionAgeCutoff(0.25)
              .setBlobGarbageCollectionForceThreshold(0.5)
              .setCompressionType(CompressionType.LZ4_COMPRESSION);
      case HEADS, LOG, REQUESTS, TOMBSTONES ->
          settings.setCompressionType(CompressionType.LZ4_COMPRESSION);
      case DEFAULT, META, DIGESTS -> settings.setCompressionType(CompressionType.NO_COMPRESSION);
    };
  }

  private static BlockBasedTableConfig table(Family family, Cache cache, BloomFilter bloom) {
    BlockBasedTableConfig table =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            // All memory is in the one budget, indexes and filters too.
            .setCacheIndexAndFilterBlocks(true)
            .setPinTopLevelIndexAndFilter(true);
    return switch (family) {
      // Every write asks for the record before it, which is mostly not there.
      case HEADS, DIGESTS, REQUESTS -> table.setFilterPolicy(bloom);
      case DEFAULT, META, BODIES, LOG, TOMBSTONES -> table;
    };
  }
}
