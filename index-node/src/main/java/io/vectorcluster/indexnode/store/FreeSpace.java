package io.vectorcluster.indexnode.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says how full the disk of a store is. */
@FunctionalInterface
public interface FreeSpace {
  DiskSpace read();

  /**
   * A file system's space.
   *
   * @param usableBytes what this process may still write
   */
  record DiskSpace(long usableBytes, long totalBytes) {
    private static final long FIXED_RESERVE_BYTES = 256L << 20;

    /**
     * What is kept for deletes, compaction and checkpoints (design section 6): 5 %, at least twice
     * the memtables and 256 MiB.
     */
    long reserveBytes(long writeBufferBytes) {
      return Math.max(totalBytes / 20, 2 * writeBufferBytes + FIXED_RESERVE_BYTES);
    }
  }

  /** Of the file system that holds {@code directory}, which must exist when it is read. */
  static FreeSpace of(Path directory) {
    return () -> {
      try {
        FileStore fileStore = Files.getFileStore(directory);
        return new DiskSpace(fileStore.getUsableSpace(), fileStore.getTotalSpace());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
