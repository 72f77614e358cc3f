package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Makes a slot anew, whatever is there: nothing of it is trusted that does not match what it is to
 * be, to the last byte of a content.
 */
final class SlotRewrite {
  private static final byte[] NOTHING = {};

  private final RocksFiles files;
  private final CommitPath commits;
  private final int slot;
  private final WriteBatch batch;
  private final Map<PointKey, byte[]> heads = new HashMap<>();
  private final Map<PointKey, byte[]> bodies = new HashMap<>();
  private final Map<CollectionNumber, SlotDigest> digests = new HashMap<>();
  private final List<SlotChange> changed = new ArrayList<>();

  SlotRewrite(RocksFiles files, CommitPath commits, int slot, WriteBatch batch) {
    this.files = files;
    this.commits = commits;
    this.slot = slot;
    this.batch = batch;
  }

  /**
   * Fills the batch.
   *
   * @param collections that have records, as far as is known
   * @return the records that changed
   */
  List<SlotChange> fill(List<CollectionNumber> collections, Map<PointKey, LoggedWrite> wanted)
      throws RocksDBException {
    TreeSet<Integer> all = new TreeSet<>();
    collections.forEach(collection -> all.add(collection.value()));
    wanted.keySet().forEach(key -> all.add(key.collection().value()));
    for (int number : all) {
      CollectionNumber collection = new CollectionNumber(number);
      digests.put(collection, SlotDigest.EMPTY);
      empty(Family.TOMBSTONES, collection);
      empty(Family.REQUESTS, collection);
      boolean readable =
          read(Family.HEADS, collection, heads) && read(Family.BODIES, collection, bodies);
      if (!readable) {
        heads.keySet().removeIf(key -> key.collection().equals(collection));
        bodies.keySet().removeIf(key -> key.collection().equals(collection));
        empty(Family.HEADS, collection);
        empty(Family.BODIES, collection);
      }
    }
    for (LoggedWrite record : wanted.values()) {
      write(record);
    }
    drop(wanted);
    for (Map.Entry<CollectionNumber, SlotDigest> digest : digests.entrySet()) {
      batch.put(
          files.family(Family.DIGESTS),
          Keys.slot(digest.getKey(), slot),
          Values.digest(digest.getValue()));
    }
    return changed;
  }

  private void empty(Family family, CollectionNumber collection) throws RocksDBException {
    batch.deleteRange(
        files.family(family), Keys.slot(collection, slot), Keys.afterSlot(collection, slot));
  }

  /** Takes the rows as they are; false if some cannot be read. */
  private boolean read(Family family, CollectionNumber collection, Map<PointKey, byte[]> rows) {
    byte[] prefix = Keys.slot(collection, slot);
    try (ReadOptions options = new ReadOptions();
        RocksIterator found = files.rocks().newIterator(files.family(family), options)) {
      for (found.seek(prefix);
          found.isValid() && SlotAudit.begins(found.key(), prefix);
          found.next()) {
        rows.put(Keys.readPoint(found.key()), found.value());
      }
      found.status();
      return true;
    } catch (RocksDBException | StoreDamagedException e) {
      return false;
    }
  }

  private void write(LoggedWrite record) throws RocksDBException {
    PointKey key = record.key();
    @Nullable Head before = same(record);
    Head after;
    if (before == null) {
      after = commits.put(batch, record, null);
      changed.add(new SlotChange(key, Optional.of(record)));
    } else {
      after = before;
      if (before instanceof Head.Tombstone(Version version, LogPosition _)) {
        batch.put(files.family(Family.TOMBSTONES), Keys.tombstone(key, version.clock()), NOTHING);
      }
    }
    digests.merge(key.collection(), SlotDigest.of(key.id(), after), SlotDigest::plus);
  }

  /** The head that is there, if it and its content are the record. */
  private @Nullable Head same(LoggedWrite record) {
    byte @Nullable [] value = heads.get(record.key());
    if (value == null) {
      return null;
    }
    try {
      Head head = Values.readHead(value);
      boolean content =
          switch (head) {
            case Head.Live live -> {
              SlotAudit.checked(record.key(), live, bodies.get(record.key()));
              yield true;
            }
            case Head.Tombstone _ -> !bodies.containsKey(record.key());
          };
      return content && SlotImages.isSame(head, record) ? head : null;
    } catch (StoreDamagedException e) {
      return null;
    }
  }

  /** Takes away what the slot is not to have. */
  private void drop(Map<PointKey, LoggedWrite> wanted) throws RocksDBException {
    for (PointKey key : heads.keySet()) {
      if (!wanted.containsKey(key)) {
        batch.delete(files.family(Family.HEADS), Keys.point(key));
        changed.add(new SlotChange(key, Optional.empty()));
      }
    }
    for (PointKey key : bodies.keySet()) {
      @Nullable LoggedWrite record = wanted.get(key);
      if (record == null || !(record.change() instanceof LoggedWrite.Change.Upsert)) {
        batch.delete(files.family(Family.BODIES), Keys.point(key));
      }
    }
  }
}
