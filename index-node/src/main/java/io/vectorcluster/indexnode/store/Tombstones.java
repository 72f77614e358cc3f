package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.TombstoneFigures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Tombstones by age. Their keys are in the order of slots, and in each the oldest is the first: to
 * find old ones takes a step a tombstone and one a slot, however many points there are.
 */
final class Tombstones {
  private static final int MOST_STEPS = 1_024;
  private static final byte[] BEGINNING = {};

  private final RocksFiles files;
  private final PointReader reader;
  private final Lifecycle lifecycle;
  private byte[] at = BEGINNING;

  Tombstones(RocksFiles files, PointReader reader, Lifecycle lifecycle) {
    this.files = files;
    this.reader = reader;
    this.lifecycle = lifecycle;
  }

  /** Goes on from where the last call ended. */
  List<DeletedPoint> next(long clock, int most) throws RocksDBException {
    List<PointKey> keys = new ArrayList<>();
    try (ReadOptions options = new ReadOptions();
        RocksIterator rows = files.rocks().newIterator(files.family(Family.TOMBSTONES), options)) {
      rows.seek(at);
      for (int step = 0; rows.isValid() && step < MOST_STEPS && keys.size() < most; step++) {
        byte[] row = rows.key();
        if (Keys.tombstoneClock(row) <= clock) {
          keys.add(Keys.readTombstone(row));
          rows.next();
        } else {
          rows.seek(afterSlot(row));
        }
      }
      rows.status();
      at = rows.isValid() ? rows.key() : BEGINNING;
    }
    Map<PointKey, Head> heads = reader.heads(keys);
    List<DeletedPoint> found = new ArrayList<>();
    for (PointKey key : keys) {
      // Without its record the row is damage, which is for the scrub to find.
      if (heads.get(key) instanceof Head.Tombstone tombstone
          && tombstone.version().clock() <= clock) {
        found.add(new DeletedPoint(key, tombstone.version(), tombstone.position()));
      }
    }
    return found;
  }

  /** Counts them by the digests, and looks for the oldest at the beginning of each slot. */
  TombstoneFigures figures() throws RocksDBException {
    long held = 0;
    long oldest = Long.MAX_VALUE;
    try (ReadOptions options = new ReadOptions();
        RocksIterator digests = files.rocks().newIterator(files.family(Family.DIGESTS), options);
        RocksIterator rows = files.rocks().newIterator(files.family(Family.TOMBSTONES), options)) {
      for (digests.seekToFirst(); digests.isValid(); digests.next()) {
        long here = Values.readDigest(digests.value()).tombstones();
        held += here;
        if (here > 0) {
          lifecycle.checkOpen();
          rows.seek(digests.key());
          if (rows.isValid() && SlotAudit.begins(rows.key(), digests.key())) {
            oldest = Math.min(oldest, Keys.tombstoneClock(rows.key()));
          }
        }
      }
      digests.status();
      rows.status();
    }
    return new TombstoneFigures(held, oldest == Long.MAX_VALUE ? 0 : oldest);
  }

  private static byte[] afterSlot(byte[] row) {
    byte[] slot = Arrays.copyOf(row, Keys.SLOT_BYTES);
    CollectionNumber collection = Keys.readCollection(slot);
    return Keys.afterSlot(collection, Keys.readSlot(slot));
  }
}
