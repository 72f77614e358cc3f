package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/**
 * Reads whole slots, of one moment, and holds them against their digests and hashes: what it gives
 * is what was written (protocol R2).
 */
final class SlotAudit {
  private final RocksFiles files;

  SlotAudit(RocksFiles files) {
    this.files = files;
  }

  private interface Visitor {
    void visit(PointKey key, Head head, byte @Nullable [] body);
  }

  /** Reads a slot past the cache. */
  SlotCheck check(int slot) throws RocksDBException {
    long[] records = {0};
    Optional<String> damage = read(slot, (key, head, body) -> records[0]++);
    return new SlotCheck(records[0], damage);
  }

  /** Every record of a slot; empty if the slot is damaged. */
  Optional<List<LoggedWrite>> image(int slot) throws RocksDBException {
    List<LoggedWrite> records = new ArrayList<>();
    Optional<String> damage =
        read(slot, (key, head, body) -> records.add(SlotImages.record(key, head, body)));
    return damage.isEmpty() ? Optional.of(records) : Optional.empty();
  }

  /** Shows every record of a slot, and tells what is wrong with it. */
  private Optional<String> read(int slot, Visitor visitor) throws RocksDBException {
    Snapshot snapshot = files.rocks().getSnapshot();
    try (ReadOptions options = new ReadOptions().setSnapshot(snapshot).setFillCache(false)) {
      for (CollectionNumber collection : collections(options)) {
        read(collection, slot, options, visitor);
      }
      return Optional.empty();
    } catch (StoreDamagedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (RocksDBException e) {
      if (RocksFiles.isDamage(e)) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
      throw e;
    } finally {
      files.rocks().releaseSnapshot(snapshot);
    }
  }

  private void read(CollectionNumber collection, int slot, ReadOptions options, Visitor visitor)
      throws RocksDBException {
    byte[] prefix = Keys.slot(collection, slot);
    SlotDigest found = SlotDigest.EMPTY;
    try (RocksIterator heads = files.rocks().newIterator(files.family(Family.HEADS), options);
        RocksIterator bodies = files.rocks().newIterator(files.family(Family.BODIES), options)) {
      bodies.seek(prefix);
      for (heads.seek(prefix); heads.isValid() && begins(heads.key(), prefix); heads.next()) {
        byte[] name = heads.key();
        PointKey key = Keys.readPoint(name);
        Head head = Values.readHead(heads.value());
        byte @Nullable [] body = null;
        if (head instanceof Head.Live live) {
          while (bodies.isValid() && Arrays.compareUnsigned(bodies.key(), name) < 0) {
            bodies.next();
          }
          bodies.status();
          boolean paired = bodies.isValid() && Arrays.equals(bodies.key(), name);
          body = checked(key, live, paired ? bodies.value() : null);
        }
        found = found.plus(SlotDigest.of(key.id(), head));
        visitor.visit(key, head, body);
      }
      heads.status();
    }
    byte @Nullable [] stored = files.rocks().get(files.family(Family.DIGESTS), options, prefix);
    SlotDigest digest = stored == null ? SlotDigest.EMPTY : Values.readDigest(stored);
    if (!digest.equals(found)) {
      throw new StoreDamagedException(
          "collection %d, slot %d: its records come to another digest than its writes did"
              .formatted(collection.value(), slot),
          null);
    }
  }

  /** The content that belongs to a head. */
  static byte[] checked(PointKey key, Head.Live head, byte @Nullable [] body) {
    if (body == null) {
      throw StoreDamagedException.of(key, "its content is missing", null);
    }
    if (body.length != head.contentBytes() || !PointContent.hashOf(body).equals(head.hash())) {
      throw StoreDamagedException.of(key, "its content has another hash than its record", null);
    }
    return body;
  }

  /** Those that ever had a record: each has a digest. */
  List<CollectionNumber> collections(ReadOptions options) throws RocksDBException {
    List<CollectionNumber> collections = new ArrayList<>();
    try (RocksIterator rows = files.rocks().newIterator(files.family(Family.DIGESTS), options)) {
      rows.seekToFirst();
      while (rows.isValid()) {
        CollectionNumber collection = Keys.readCollection(rows.key());
        collections.add(collection);
        rows.seek(Keys.afterCollection(collection));
      }
      rows.status();
    }
    return collections;
  }

  static boolean begins(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
