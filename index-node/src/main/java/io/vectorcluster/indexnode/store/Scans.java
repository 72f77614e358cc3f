package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.ScrollPage;
import io.vectorcluster.indexnode.core.ScrollQuery;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import io.vectorcluster.topology.PointId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** Reads ranges of keys. */
final class Scans {
  private static final byte[] LEAST_ID = {};
  private static final long READAHEAD_BYTES = 2 << 20;

  private final RocksFiles files;
  private final PointReader reader;
  private final Lifecycle lifecycle;

  Scans(RocksFiles files, PointReader reader, Lifecycle lifecycle) {
    this.files = files;
    this.reader = reader;
    this.lifecycle = lifecycle;
  }

  /** A live record found by a scan. */
  private record Found(PointId id, int slot, Head.Live head) {
    static final Comparator<Found> BY_ID = Comparator.comparing(Found::id);
  }

  SortedMap<Integer, SlotDigest> digests(CollectionNumber collection) throws RocksDBException {
    SortedMap<Integer, SlotDigest> digests = new TreeMap<>();
    try (Range range = new Range(collection);
        RocksIterator rows = range.over(Family.DIGESTS)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        digests.put(Keys.readSlot(rows.key()), Values.readDigest(rows.value()));
      }
      rows.status();
    }
    return digests;
  }

  /**
   * A page across slots. Each slot is read from the page's first id only as far as it can still
   * contribute: with the best ids so far in a bounded heap, about limit x (1 + ln slots) rows are
   * read however many points there are.
   */
  ScrollPage page(CollectionNumber collection, BitSet slots, ScrollQuery query)
      throws RocksDBException {
    byte[] first = query.from().map(Keys::id).orElse(LEAST_ID);
    int wanted = query.limit() + 1;
    PriorityQueue<Found> best = new PriorityQueue<>(Found.BY_ID.reversed());
    SortedMap<Integer, SlotDigest> digests = digests(collection);
    try (Range range = new Range(collection)) {
      try (RocksIterator rows = range.over(Family.HEADS)) {
        for (Map.Entry<Integer, SlotDigest> entry : digests.entrySet()) {
          if (slots.get(entry.getKey()) && entry.getValue().points() > 0) {
            collect(rows, collection, entry.getKey(), first, wanted, best);
            lifecycle.checkOpen();
          }
        }
        rows.status();
      }
      List<Found> ordered = new ArrayList<>(best);
      ordered.sort(Found.BY_ID);
      Optional<PointId> next = Optional.empty();
      if (ordered.size() == wanted) {
        next = Optional.of(ordered.removeLast().id());
      }
      return new ScrollPage(read(range, collection, ordered, query.selection()), next);
    }
  }

  private static void collect(
      RocksIterator rows,
      CollectionNumber collection,
      int slot,
      byte[] first,
      int wanted,
      PriorityQueue<Found> best)
      throws RocksDBException {
    byte[] prefix = Keys.slot(collection, slot);
    byte[] start = Arrays.copyOf(prefix, prefix.length + first.length);
    System.arraycopy(first, 0, start, prefix.length, first.length);
    for (rows.seek(start); rows.isValid(); rows.next()) {
      byte[] key = rows.key();
      if (!Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
        break;
      }
      PointId id = Keys.readPoint(key).id();
      if (best.size() == wanted && id.compareTo(best.element().id()) >= 0) {
        break;
      }
      if (Values.readHead(rows.value()) instanceof Head.Live head) {
        best.add(new Found(id, slot, head));
        if (best.size() > wanted) {
          best.remove();
        }
      }
    }
    rows.status();
  }

  private List<StoredPoint> read(
      Range range, CollectionNumber collection, List<Found> found, Selection selection)
      throws RocksDBException {
    List<PointKey> keys =
        found.stream().map(one -> new PointKey(collection, one.slot(), one.id())).toList();
    boolean content = PointReader.wantsContent(selection);
    List<byte @Nullable []> bodies = content ? reader.bodies(range.options, keys) : List.of();
    List<StoredPoint> points = new ArrayList<>(found.size());
    for (int i = 0; i < found.size(); i++) {
      Head.Live head = found.get(i).head();
      points.add(
          content
              ? PointReader.checked(keys.get(i), head, bodies.get(i), selection)
              : PointReader.withoutContent(keys.get(i), head));
    }
    return points;
  }

  /** Every live point in the order of slots and ids, of one moment. */
  void all(CollectionNumber collection, Selection selection, PointVisitor visitor)
      throws RocksDBException {
    try (Range range = new Range(collection)) {
      range.options.setFillCache(false).setReadaheadSize(READAHEAD_BYTES);
      try (RocksIterator heads = range.over(Family.HEADS);
          RocksIterator bodies = range.over(Family.BODIES)) {
        bodies.seekToFirst();
        for (heads.seekToFirst(); heads.isValid(); heads.next()) {
          lifecycle.checkOpen();
          if (!show(heads, bodies, selection, visitor)) {
            return;
          }
        }
        heads.status();
      }
    }
  }

  private static boolean show(
      RocksIterator heads, RocksIterator bodies, Selection selection, PointVisitor visitor)
      throws RocksDBException {
    byte[] name = heads.key();
    int slot;
    StoredPoint point;
    try {
      if (!(Values.readHead(heads.value()) instanceof Head.Live head)) {
        return true;
      }
      PointKey key = Keys.readPoint(name);
      slot = key.slot();
      boolean paired = find(bodies, key);
      point = PointReader.checked(key, head, paired ? bodies.value() : null, selection);
    } catch (StoreDamagedException e) {
      visitor.damaged(e);
      return true;
    }
    return visitor.visit(slot, point);
  }

  /** Goes on to a point's content; behind one that could not be read it has to be looked for. */
  private static boolean find(RocksIterator bodies, PointKey key) throws RocksDBException {
    byte[] name = Keys.point(key);
    while (bodies.isValid() && Arrays.compareUnsigned(bodies.key(), name) < 0) {
      bodies.next();
    }
    if (RocksFiles.isDamaged(bodies)) {
      bodies.seek(name);
      if (RocksFiles.isDamaged(bodies)) {
        throw StoreDamagedException.of(key, "its content cannot be read", null);
      }
    }
    return bodies.isValid() && Arrays.equals(bodies.key(), name);
  }

  /** The keys of a collection at one moment. */
  private final class Range implements AutoCloseable {
    private final Slice upper;
    private final Slice lower;
    private final Snapshot snapshot;
    private final ReadOptions options;

    Range(CollectionNumber collection) {
      lower = new Slice(Keys.collection(collection));
      upper = new Slice(Keys.afterCollection(collection));
      snapshot = files.rocks().getSnapshot();
      options =
          new ReadOptions()
              .setSnapshot(snapshot)
              .setIterateLowerBound(lower)
              .setIterateUpperBound(upper);
    }

    RocksIterator over(Family family) {
      return files.rocks().newIterator(files.family(family), options);
    }

    @Override
    public void close() {
      options.close();
      files.rocks().releaseSnapshot(snapshot);
      upper.close();
      lower.close();
    }
  }
}
