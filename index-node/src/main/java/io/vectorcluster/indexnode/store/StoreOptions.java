package io.vectorcluster.indexnode.store;

/**
 * Memory of a store. All of it comes out of one cache, to which memtables are charged too.
 *
 * @param cacheBytes everything together
 * @param writeBufferBytes how much of it memtables may take before they are flushed
 */
public record StoreOptions(long cacheBytes, long writeBufferBytes) {
  private static final long MIN_WRITE_BUFFER = 8L << 20;
  private static final long MAX_WRITE_BUFFER = 256L << 20;

  public StoreOptions {
    if (writeBufferBytes < 1 << 20 || cacheBytes < 2 * writeBufferBytes) {
      throw new IllegalArgumentException(
          "store memory: a cache of %d bytes with write buffers of %d; use write buffers of 1 MiB or more and a cache of twice that"
              .formatted(cacheBytes, writeBufferBytes));
    }
  }

  /** Splits the part of a pod's memory that is RocksDB's: a third buffers writes. */
  public static StoreOptions within(long budgetBytes) {
    long buffers = Math.clamp(budgetBytes / 3, MIN_WRITE_BUFFER, MAX_WRITE_BUFFER);
    return new StoreOptions(Math.max(budgetBytes, 2 * buffers), buffers);
  }
}
