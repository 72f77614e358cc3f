package io.vectorcluster.indexnode.store;

import com.dynatrace.hash4j.hashing.Hashing;
import io.vectorcluster.indexnode.core.CollectionNumber;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What slots come to over all collections (protocol R2), from the digests of each. */
record SlotSums(RocksFiles files) {

  List<Long> all(int slots) throws RocksDBException {
    long[] sums = new long[slots];
    try (ReadOptions options = new ReadOptions();
        RocksIterator rows = files.rocks().newIterator(files.family(Family.DIGESTS), options)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        int slot = Keys.readSlot(rows.key());
        if (slot < slots) {
          sums[slot] +=
              mixed(Keys.readCollection(rows.key()), Values.readDigest(rows.value()).sum());
        }
      }
      rows.status();
    }
    return Arrays.stream(sums).boxed().toList();
  }

  /** That of one slot. */
  long of(int slot) throws RocksDBException {
    long sum = 0;
    try (ReadOptions options = new ReadOptions();
        RocksIterator rows = files.rocks().newIterator(files.family(Family.DIGESTS), options)) {
      rows.seekToFirst();
      while (rows.isValid()) {
        CollectionNumber collection = Keys.readCollection(rows.key());
        byte @Nullable [] digest = files.get(Family.DIGESTS, Keys.slot(collection, slot));
        sum += digest == null ? 0 : mixed(collection, Values.readDigest(digest).sum());
        rows.seek(Keys.afterCollection(collection));
      }
      rows.status();
    }
    return sum;
  }

  /** Sums of two collections must not make up for each other; an empty slot is as an absent one. */
  private static long mixed(CollectionNumber collection, long sum) {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
            .putInt(collection.value())
            .putLong(sum)
            .array();
    return sum == 0 ? 0 : Hashing.xxh3_64().hashBytesToLong(bytes);
  }
}
