package io.vectorcluster.indexnode.store;

import io.vectorcluster.indexnode.core.CollectionNumber;
import io.vectorcluster.indexnode.core.Payload;
import io.vectorcluster.indexnode.core.Point;
import io.vectorcluster.indexnode.core.Selection;
import io.vectorcluster.indexnode.core.StoredPoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/** Reads records by key. */
final class PointReader {
  /** So many keys go to RocksDB at once: bounds the memory of a call. */
  private static final int CHUNK = 256;

  private final RocksFiles files;

  PointReader(RocksFiles files) {
    this.files = files;
  }

  Optional<Head> head(PointKey key) throws RocksDBException {
    byte @Nullable [] value = files.get(Family.HEADS, Keys.point(key));
    return value == null ? Optional.empty() : Optional.of(Values.readHead(value));
  }

  /** Heads of the keys that have one. */
  Map<PointKey, Head> heads(Collection<PointKey> keys) throws RocksDBException {
    Map<PointKey, Head> found = HashMap.newHashMap(keys.size());
    List<PointKey> all = List.copyOf(keys);
    for (int from = 0; from < all.size(); from += CHUNK) {
      List<PointKey> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
      List<byte[]> names = chunk.stream().map(Keys::point).toList();
      List<byte @Nullable []> values = multiGet(Family.HEADS, names);
      for (int i = 0; i < chunk.size(); i++) {
        byte @Nullable [] value = values.get(i);
        if (value != null) {
          found.put(chunk.get(i), Values.readHead(value));
        }
      }
    }
    return found;
  }

  /** The live points among {@code keys}, in their order. */
  List<StoredPoint> points(List<PointKey> keys, Selection selection) throws RocksDBException {
    List<StoredPoint> points = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += CHUNK) {
      pointsOfChunk(keys.subList(from, Math.min(keys.size(), from + CHUNK)), selection, points);
    }
    return points;
  }

  private void pointsOfChunk(List<PointKey> keys, Selection selection, List<StoredPoint> points)
      throws RocksDBException {
    Map<PointKey, Head> heads = heads(keys);
    List<PointKey> live = keys.stream().filter(key -> heads.get(key) instanceof Head.Live).toList();
    if (!wantsContent(selection)) {
      for (PointKey key : live) {
        points.add(withoutContent(key, (Head.Live) require(heads.get(key))));
      }
      return;
    }
    List<byte @Nullable []> bodies =
        multiGet(Family.BODIES, live.stream().map(Keys::point).toList());
    for (int i = 0; i < live.size(); i++) {
      PointKey key = live.get(i);
      Head.Live head = (Head.Live) require(heads.get(key));
      byte @Nullable [] body = bodies.get(i);
      if (body != null && PointContent.hashOf(body).equals(head.hash())) {
        points.add(decode(key, head, body, selection));
      } else {
        // The point may have been written between the two reads: only one view of both tells.
        atOneMoment(key, selection).ifPresent(points::add);
      }
    }
  }

  /** Reads head and content of one snapshot, so that a difference is damage. */
  private Optional<StoredPoint> atOneMoment(PointKey key, Selection selection)
      throws RocksDBException {
    Snapshot snapshot = files.rocks().getSnapshot();
    try (ReadOptions options = new ReadOptions().setSnapshot(snapshot)) {
      byte[] name = Keys.point(key);
      byte @Nullable [] value = files.rocks().get(files.family(Family.HEADS), options, name);
      if (value == null || !(Values.readHead(value) instanceof Head.Live head)) {
        return Optional.empty();
      }
      byte @Nullable [] body = files.rocks().get(files.family(Family.BODIES), options, name);
      return Optional.of(checked(key, head, body, selection));
    } finally {
      files.rocks().releaseSnapshot(snapshot);
    }
  }

  /** A point from a head and a content that belong together, or damage. */
  static StoredPoint checked(
      PointKey key, Head.Live head, byte @Nullable [] body, Selection selection) {
    if (body == null) {
      throw StoreDamagedException.of(key, "its content is missing", null);
    }
    if (body.length != head.contentBytes() || !PointContent.hashOf(body).equals(head.hash())) {
      throw StoreDamagedException.of(key, "its content has another hash than its record", null);
    }
    return decode(key, head, body, selection);
  }

  /** Contents in the order of their keys, null where there is none. */
  List<byte @Nullable []> bodies(ReadOptions options, List<PointKey> keys) throws RocksDBException {
    List<byte @Nullable []> bodies = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += CHUNK) {
      List<PointKey> chunk = keys.subList(from, Math.min(keys.size(), from + CHUNK));
      bodies.addAll(multiGet(options, Family.BODIES, chunk.stream().map(Keys::point).toList()));
    }
    return bodies;
  }

  static boolean wantsContent(Selection selection) {
    return selection.payload() || selection.wantsVectors();
  }

  static StoredPoint withoutContent(PointKey key, Head.Live head) {
    Point point = new Point(key.id(), Map.of(), Payload.EMPTY);
    return new StoredPoint(point, head.version(), head.hash(), head.position().sequence());
  }

  private static StoredPoint decode(
      PointKey key, Head.Live head, byte[] body, Selection selection) {
    try {
      Point point = PointContent.decode(key.id(), body, selection);
      return new StoredPoint(point, head.version(), head.hash(), head.position().sequence());
    } catch (IllegalArgumentException e) {
      throw StoreDamagedException.of(key, "its content cannot be read", e);
    }
  }

  SlotDigest digest(CollectionNumber collection, int slot) throws RocksDBException {
    byte @Nullable [] value = files.get(Family.DIGESTS, Keys.slot(collection, slot));
    return value == null ? SlotDigest.EMPTY : Values.readDigest(value);
  }

  /**
   * Null where there is nothing. The binding answers null for a key it could not read too: such a
   * key is read again by itself, which tells one from the other.
   */
  private List<byte @Nullable []> multiGet(Family family, List<byte[]> keys)
      throws RocksDBException {
    return multiGet(files.defaults(), family, keys);
  }

  private List<byte @Nullable []> multiGet(ReadOptions options, Family family, List<byte[]> keys)
      throws RocksDBException {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<ColumnFamilyHandle> handles = Collections.nCopies(keys.size(), files.family(family));
    List<byte @Nullable []> values =
        new ArrayList<>(files.rocks().multiGetAsList(options, handles, keys));
    for (int i = 0; i < keys.size(); i++) {
      if (values.get(i) == null) {
        values.set(i, files.rocks().get(files.family(family), options, keys.get(i)));
      }
    }
    return values;
  }

  private static Head require(@Nullable Head head) {
    if (head == null) {
      throw new IllegalStateException("a head that was found is gone from the map");
    }
    return head;
  }
}
